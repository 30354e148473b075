import type { Texts } from './en.ts';

export const tr: Texts = {
  greeting: 'Merhaba {name},',
  greetingNobody: 'Merhaba,',
  closing: 'İyi yolculuklar!',
  confirmationSubject: 'Mobil veriniz hazır',
  confirmationIntro:
    '{count, plural, one {Seyahatiniz için bir veri paketi sizi bekliyor.} other {Seyahatiniz için # veri paketi sizi bekliyor.}}',
  howToInstall:
    'Yola çıkmadan önce, Wi-Fi bağlantınız varken uygulamayı açın ve eSIM’inizi yükleyin. Yalnızca birkaç dakika sürer.',
  howToUseCode:
    '{count, plural, one {eSIM’inizi almak için bağlantıyı telefonunuzda açın veya kodu uygulamaya girin.} other {eSIM’inizi almak için bağlantıları telefonunuzda açın veya kodları uygulamaya girin.}}',
  howToClaim: 'Bağlantıyı açın ve e-posta adresinizi girin: Kodu e-postayla alacaksınız.',
  claimSubject: 'Mobil veri kodunuz',
  claimIntro:
    'Kodunuz burada. Bağlantıyı telefonunuzda açın veya kodu uygulamaya girin; eSIM’iniz birkaç dakika içinde yüklenir.',
  reminderSubject: 'Yolculuk yaklaşıyor: eSIM’iniz hazır mı?',
  reminderSubjectInstalled: 'Yolculuk yaklaşıyor: eSIM’iniz hazır',
  reminderOn: 'Seyahatiniz {date} tarihinde başlıyor.',
  reminderSoon: 'Seyahatiniz yakında başlıyor.',
  reminderToInstall:
    'eSIM’iniz henüz telefonunuzda değil. Yola çıkmadan önce, Wi-Fi bağlantınız varken yükleyin.',
  reminderToUseCode:
    '{count, plural, one {Kodunuz henüz kullanılmadı. Yola çıkmadan önce, Wi-Fi bağlantınız varken kullanın.} other {# kodunuz henüz kullanılmadı. Yola çıkmadan önce, Wi-Fi bağlantınız varken kullanın.}}',
  reminderInstalled: 'eSIM’iniz zaten telefonunuzda.',
  onArrival: 'Vardığınızda mobil veri için eSIM’i seçin ve eSIM’in veri dolaşımını açın.',
  lowSubject: 'Veri paketinizin {percent} kadarı kullanıldı',
  lowIntro: 'Veri paketinizin {percent} kadarını kullandınız.',
  lowLeft: 'Kalan: {size}.',
  lowMore: 'Uygulamada ne kadar kaldığını görebilir ve daha fazlasını ekleyebilirsiniz.',
  usedUpSubject: 'Veri paketiniz bitti',
  usedUpIntro: 'Veri paketinizin tamamını kullandınız.',
  expiringSubject: 'Veri paketinizin süresi yakında doluyor',
  expiringIntro: 'Veri paketinizi şu zamana kadar kullanabilirsiniz: {moment}.',
  expiringSoon: 'Veri paketinizin süresi yakında doluyor.',
  anyDestination: 'Seçeceğiniz varış yeri',
  countries: 'Geçerli olduğu ülkeler: {countries}',
  unlimited: 'Sınırsız veri',
  days: '{days, plural, one {İlk kullanımdan itibaren # gün} other {İlk kullanımdan itibaren # gün}}',
  departure: 'Gidiş: {date}',
  code: 'Kodunuz',
  validUntil: 'Son geçerlilik: {date}',
  useCode: 'Kodu kullan',
  getCode: 'Kodu al',
  passOn: 'Sizinle seyahat eden biri için mi? Bu bağlantıyla kodu e-postayla alır:',
  colon: '{label}:',
  scan: 'Bunu bilgisayarda mı okuyorsunuz? Görseli telefonunuzla tarayın.',
  qrAlt: 'Uygulamayı {code} koduyla açan QR kodu',
  installEsim: 'eSIM’i yükle',
  openApp: 'Uygulamayı aç',
  howToInstallHere:
    'Yola çıkmadan önce, Wi-Fi bağlantınız varken aşağıdaki bağlantıyı telefonunuzda açın ve eSIM’inizi yükleyin. Yalnızca birkaç dakika sürer.',
  howToUseCodeHere:
    '{count, plural, one {eSIM’inizi almak için bağlantıyı telefonunuzda açın.} other {eSIM’inizi almak için bağlantıları telefonunuzda açın.}}',
  claimIntroHere:
    'Kodunuz burada. Bağlantıyı telefonunuzda açın; eSIM’iniz birkaç dakika içinde yüklenir.',
  lowMoreHere: 'Aşağıdaki bağlantıdan ne kadar kaldığını görebilirsiniz.',
  openEsim: 'eSIM’imi göster',
  readySubject: 'eSIM’inizin bağlantısı',
  readyIntro:
    'Bu bağlantıyla eSIM’inizi yükler ve kalan verinizi görürsünüz. Bağlantıyı seyahatte kullanacağınız telefonda açın ve kimseyle paylaşmayın.',
  receiptSubject: 'Makbuzunuz',
  receiptIntro: 'Satın aldığınız için teşekkürler. Vergiler dahil {amount} ödediniz.',
  receiptNumber: 'Satın alma numarası: {number}',
  receiptSeller: 'Satıcı: {seller}',
  refundedSubject: 'Paranız geri gönderiliyor',
  refundedIntro: '{amount} tutarını ödediğiniz yolla iade ediyoruz. Ulaşması on günü bulabilir.',

  whyTrip: 'Bu e-postayı seyahatiniz nedeniyle {partner} gönderdi.',
  whyClaim:
    'Bu e-postayı, bu adresle bir kod istendiği için {partner} gönderdi. Kodu siz istemediyseniz bu e-postayı dikkate almayabilirsiniz.',
  whyPurchase: 'Bu e-postayı satın alma işleminiz nedeniyle {partner} gönderiyor.',
};
