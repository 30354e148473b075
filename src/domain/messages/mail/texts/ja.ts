import type { Texts } from './en.ts';

export const ja: Texts = {
  greeting: '{name} 様',
  greetingNobody: 'お客様',
  closing: 'よいご旅行を！',
  confirmationSubject: 'モバイルデータの準備ができました',
  confirmationIntro: '{count, plural, other {ご旅行用のデータパッケージを#件ご用意しました。}}',
  howToInstall:
    'ご出発前に、Wi-Fiに接続した状態でアプリを開き、eSIMをインストールしてください。数分で完了します。',
  howToUseCode:
    '{count, plural, other {スマートフォンでリンクを開くか、アプリにコードを入力して、eSIMを受け取ってください。}}',
  howToClaim: 'リンクを開いてメールアドレスを入力してください。コードをメールでお送りします。',
  claimSubject: 'モバイルデータのコード',
  claimIntro:
    'コードをお届けします。スマートフォンでリンクを開くか、アプリにコードを入力してください。数分でeSIMのインストールが完了します。',
  reminderSubject: 'ご出発が近づいています。eSIMの準備はお済みですか？',
  reminderSubjectInstalled: 'ご出発が近づいています。eSIMの準備はできています',
  reminderOn: 'ご旅行の開始日は{date}です。',
  reminderSoon: 'まもなくご旅行が始まります。',
  reminderToInstall:
    'eSIMはまだスマートフォンにインストールされていません。ご出発前に、Wi-Fiに接続した状態でインストールしてください。',
  reminderToUseCode:
    '{count, plural, other {まだ使用されていないコードが#件あります。ご出発前に、Wi-Fiに接続した状態でご使用ください。}}',
  reminderInstalled: 'eSIMはすでにスマートフォンにインストールされています。',
  onArrival:
    '現地に到着したら、モバイルデータ通信にeSIMを選び、そのデータローミングをオンにしてください。',
  lowSubject: 'データパッケージを{percent}使用しました',
  lowIntro: 'データパッケージの{percent}を使用しました。',
  lowLeft: '残り：{size}',
  lowMore: 'アプリで残りのデータ量を確認し、追加することができます。',
  usedUpSubject: 'データパッケージを使い切りました',
  usedUpIntro: 'データパッケージのデータをすべて使用しました。',
  expiringSubject: 'データパッケージの有効期限が近づいています',
  expiringIntro: 'データパッケージは{moment}までご利用いただけます。',
  expiringSoon: 'データパッケージの有効期限が近づいています。',
  anyDestination: 'お好きな旅行先',
  countries: '対象国：{countries}',
  unlimited: 'データ無制限',
  days: '{days, plural, other {初回利用から#日間}}',
  departure: '出発日：{date}',
  code: 'コード',
  validUntil: '有効期限：{date}',
  useCode: 'コードを使う',
  getCode: 'コードを受け取る',
  passOn: 'ご同行の方の分ですか？このリンクからコードをメールで受け取れます：',
  colon: '{label}：',
  scan: 'パソコンでご覧の場合は、スマートフォンで画像を読み取ってください。',
  qrAlt: 'コード{code}でアプリを開くQRコード',
  installEsim: 'eSIMをインストール',
  openApp: 'アプリを開く',
  howToInstallHere:
    'ご出発前に、Wi-Fiに接続した状態で、下のリンクをスマートフォンで開いてeSIMをインストールしてください。数分で完了します。',
  howToUseCodeHere:
    '{count, plural, other {スマートフォンでリンクを開いて、eSIMを受け取ってください。}}',
  claimIntroHere:
    'コードをお届けします。スマートフォンでリンクを開くと、数分でeSIMのインストールが完了します。',
  lowMoreHere: '下のリンクから残りのデータ量を確認できます。',
  openEsim: 'eSIMを表示',
  readySubject: 'eSIMのリンク',
  readyIntro:
    'このリンクからeSIMをインストールし、残りのデータ量を確認できます。ご旅行に持って行くスマートフォンで開き、ほかの人には教えないでください。',
  receiptSubject: '領収書',
  receiptIntro: 'ご購入ありがとうございます。{amount}（税込）をお支払いいただきました。',
  receiptNumber: '購入番号：{number}',
  receiptSeller: '販売者：{seller}',
  refundedSubject: '返金の手続き中です',
  refundedIntro:
    'お支払いの方法で {amount} を返金いたします。届くまで最大10日かかることがあります。',

  whyTrip: 'このメールは、お客様のご旅行に関して{partner}よりお送りしています。',
  whyClaim:
    'このメールアドレスでコードのリクエストがあったため、{partner}よりお送りしています。お心当たりがない場合は、このメールを無視してください。',
  whyPurchase: 'ご購入に伴い、{partner} からこのメールをお送りしています。',
};
