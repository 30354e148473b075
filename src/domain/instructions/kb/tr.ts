import type { Language } from './en.ts';

export const tr: Language = {
  areMenusUnchecked: true,
  menus: {
    iosSettings: 'Ayarlar',
    iosCellular: 'Hücresel',
    iosAddEsim: 'eSIM Ekle',
    iosUseQr: 'QR Kodu Kullan',
    iosManual: 'Ayrıntıları Elle Gir',
    iosRoaming: 'Veri Dolaşımı',
    iosData: 'Hücresel Veri',
    androidSettings: 'Ayarlar',
    androidNetwork: 'Ağ ve internet',
    androidSims: 'SIM’ler',
    androidAddSim: 'SIM ekle',
    androidRoaming: 'Dolaşım',
    androidApn: 'Erişim noktası adları',
    samsungConnections: 'Bağlantılar',
    samsungSimManager: 'SIM yöneticisi',
    samsungAddEsim: 'eSIM ekle',
    samsungNetworks: 'Mobil şebekeler',
    samsungRoaming: 'Veri dolaşımı',
    samsungData: 'Mobil veri',
  },
  steps: {
    waitForEsim:
      'eSIM’iniz henüz hazır değil. Uygulamayı biraz sonra yeniden açın; yükleme oradan başlar.',
    checkEid:
      'Telefon uygulamasını açın ve *#06# tuşlayın. Bir EID görünürse cihazınız eSIM’i destekliyordur.',
    checkUnlocked:
      'Cihazınızın tek bir operatöre kilitli olmadığından emin olun. Satın aldığınız mağaza size söyleyebilir.',
    wifi: 'Wi-Fi’ye bağlanın. Bunu yola çıkmadan önce evde yapın.',
    tapInstall: 'Cihazın kendisinde “{install}” düğmesine dokunun.',
    open: '{path} menüsünü açın.',
    choose: '{path} seçeneğini belirleyin.',
    chooseEsim: 'Sorulursa SIM kart değil, eSIM seçin.',
    scan: 'Aşağıdaki QR kodunu tarayın. Kod başka bir ekranda veya kâğıtta olmalıdır.',
    enter: 'Aşağıdaki SM-DP+ adresini ve etkinleştirme kodunu girin.',
    chooseEnter: 'Taramak yerine kodu elle girmeyi seçin.',
    confirm:
      'Onaylayın ve cihaz eSIM’in eklendiğini bildirene kadar bekleyin. Bu bir iki dakika sürer.',
    otherWay:
      'Hiçbir şey olmuyor mu? {path} menüsünü açın ve aşağıdaki QR kodunu veya kodları kullanın.',
    nameLine: 'Tanıyabilmeniz için yeni hatta “Seyahat” adını verin.',
    keepLine: 'Aramalar ve mesajlar için her zamanki hattınızı kullanmaya devam edin.',
    turnOn: '{path} menüsünü açın ve yeni hattı açın. Anahtar artık renklidir.',
    useForData: '{path} menüsünü açın ve mobil veri için yeni hattı seçin.',
    roamingOn:
      '{path} menüsünü açın, yeni hattı seçin ve {toggle} seçeneğini açın. Bu olmadan yurt dışında veri kullanılamaz.',
    homeRoamingOff: 'Ücret ödememek için her zamanki hattınızın veri dolaşımını kapalı tutun.',
    arrive: 'İndikten sonra beş dakika kadar bekleyin. Bir şebeke adı ve 4G ya da 5G görmelisiniz.',
    keepEsim: 'Verisi bitse bile eSIM’i silmeyin. Genellikle yalnızca bir kez yüklenebilir.',
    flightMode: 'Uçak modunu açın, on saniye bekleyin ve kapatın.',
    restart: 'Cihazı yeniden başlatın.',
    network:
      'Cihazın şebekeyi otomatik seçmesine izin verin. Bulamazsa elle başka bir şebeke seçin.',
    checkData:
      'Uygulamada verinizin kalıp kalmadığına ve paketinizin bulunduğunuz ülkeyi kapsayıp kapsamadığına bakın.',
    apn: '{path} menüsünü açın, yeni hattı ve ardından {toggle} seçeneğini belirleyin. Orada hiçbir şeyi değiştirmeyin; liste boşsa doğru adı sorun.',
    saver: 'Veri tasarrufunu ve düşük veri modunu kapatın, büyük indirmeleri durdurun.',
    coverage: 'Başka bir yere, pencere kenarına veya dışarıya gidip yeniden deneyin.',
    update: 'İşletim sisteminin en yeni sürümünü yükleyip yeniden deneyin.',
    cleanQr:
      'QR kodunu büyük ve parlak gösterin ve başka bir ekrandan tarayın. Fotoğrafını kullanmayın.',
    codeOnce:
      'Kod yalnızca bir kez çalışır. {path} menüsünü açıp eSIM’in zaten orada olup olmadığına bakın; oradaysa açın.',
    removed:
      'eSIM bu cihazdan kaldırıldı. Eski kodu yeniden kullanmayın; genellikle artık çalışmaz.',
    askNew: 'Yeni bir eSIM isteyin: {partner}. Hâlâ geçerli olan paketler kaybolmaz.',
    otherDevice:
      'eSIM’i bu cihaza değil, telefonunuza yükleyin. Bu yönergeleri orada açın veya QR kodunu telefonla tarayın.',
    help: 'Hâlâ çalışmıyor mu? {partner} size yardımcı olur. Hangi cihazı kullandığınızı ve hangi mesajı gördüğünüzü belirtin.',
  },
  words: {
    titleInstall: 'eSIM’inizi yükleyin',
    titleWait: 'eSIM’inize hazırlanın',
    titleUse: 'eSIM’inizi kullanın',
    titleTrouble: 'Sorunu çözün',
    titleRemoved: 'eSIM’iniz kaldırıldı',
    install: 'eSIM’i yükle',
    smdp: 'SM-DP+ adresi',
    confirmation: 'Onay kodu',
    code: 'Etkinleştirme kodu',
    qr: 'eSIM’i yükleyen QR kodu',
  },
};
