import type { Language } from './en.ts';

export const ja: Language = {
  areMenusUnchecked: true,
  menus: {
    iosSettings: '設定',
    iosCellular: 'モバイル通信',
    iosAddEsim: 'eSIMを追加',
    iosUseQr: 'QRコードを使用',
    iosManual: '詳細情報を手動で入力',
    iosRoaming: 'データローミング',
    iosData: 'モバイルデータ通信',
    androidSettings: '設定',
    androidNetwork: 'ネットワークとインターネット',
    androidSims: 'SIM',
    androidAddSim: 'SIMを追加',
    androidRoaming: 'ローミング',
    androidApn: 'アクセスポイント名',
    samsungConnections: '接続',
    samsungSimManager: 'SIMマネージャー',
    samsungAddEsim: 'eSIMを追加',
    samsungNetworks: 'モバイルネットワーク',
    samsungRoaming: 'データローミング',
    samsungData: 'モバイルデータ',
  },
  steps: {
    waitForEsim:
      'eSIMはまだ準備中です。しばらくしてからアプリをもう一度開いてください。そこからインストールが始まります。',
    checkEid:
      '電話アプリを開き、*#06#にダイヤルします。EIDが表示されれば、デバイスはeSIMに対応しています。',
    checkUnlocked:
      'デバイスが特定の通信事業者にロックされていないことを確認してください。購入したお店で確認できます。',
    wifi: 'Wi-Fiに接続します。ご出発前に、ご自宅で行ってください。',
    tapInstall: 'デバイス上で「{install}」をタップします。',
    open: '{path}を開きます。',
    choose: '{path}を選びます。',
    chooseEsim: '選択を求められたら、SIMカードではなくeSIMを選びます。',
    scan: '下のQRコードを読み取ります。QRコードは別の画面または紙に表示してください。',
    enter: '下のSM-DP+アドレスとアクティベーションコードを入力します。',
    chooseEnter: '読み取りの代わりに、コードを手動で入力する方法を選びます。',
    confirm: '確認して、eSIMが追加されたと表示されるまで待ちます。1〜2分かかります。',
    otherWay: '何も起こらない場合は、{path}を開き、下のQRコードまたはコードを使ってください。',
    nameLine: '見分けやすいように、新しい回線に「旅行」という名前を付けます。',
    keepLine: '通話とメッセージには、いつもの回線をそのまま使います。',
    turnOn: '{path}を開き、新しい回線をオンにします。スイッチに色が付きます。',
    useForData: '{path}を開き、モバイルデータ通信に新しい回線を選びます。',
    roamingOn:
      '{path}を開き、新しい回線を選んで{toggle}をオンにします。オンにしないと海外でデータ通信ができません。',
    homeRoamingOff: '料金がかからないように、いつもの回線のデータローミングはオフのままにします。',
    arrive: '到着後、5分ほど待ちます。ネットワーク名と4Gまたは5Gが表示されます。',
    keepEsim:
      'データを使い切っても、eSIMを削除しないでください。通常、インストールできるのは1回だけです。',
    flightMode: '機内モードをオンにし、10秒待ってからオフにします。',
    restart: 'デバイスを再起動します。',
    network:
      'ネットワークの選択を自動にします。見つからない場合は、別のネットワークを手動で選びます。',
    checkData: 'アプリで、データが残っているか、いまいる国がパッケージの対象かを確認します。',
    apn: '{path}を開き、新しい回線を選んでから{toggle}を選びます。何も変更せず、一覧が空の場合は正しい名前をお問い合わせください。',
    saver: 'データセーバーと省データモードをオフにし、大きなダウンロードを止めます。',
    coverage: '窓際や屋外など別の場所に移動して、もう一度試します。',
    update: 'OSを最新バージョンに更新して、もう一度試します。',
    cleanQr:
      'QRコードを別の画面に大きく明るく表示して読み取ります。QRコードを撮影した写真は使わないでください。',
    codeOnce:
      'コードは1回しか使えません。{path}を開いてeSIMがすでにあるか確認し、あればオンにします。',
    removed:
      'eSIMはこのデバイスから削除されました。古いコードは通常使えないため、もう一度使わないでください。',
    askNew: '{partner}に新しいeSIMを依頼してください。有効期間中のパッケージは失われません。',
    otherDevice:
      'eSIMはこのデバイスではなく、スマートフォンにインストールしてください。スマートフォンでこの手順を開くか、QRコードを読み取ります。',
    help: 'それでも使えない場合は、{partner}にお問い合わせください。お使いのデバイスと表示されたメッセージをお知らせください。',
  },
  words: {
    titleInstall: 'eSIMをインストールする',
    titleWait: 'eSIMの準備',
    titleUse: 'eSIMを使う',
    titleTrouble: '問題を解決する',
    titleRemoved: 'eSIMは削除されました',
    install: 'eSIMをインストール',
    smdp: 'SM-DP+アドレス',
    confirmation: '確認コード',
    code: 'アクティベーションコード',
    qr: 'eSIMをインストールするQRコード',
  },
};
