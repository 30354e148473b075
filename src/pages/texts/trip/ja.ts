import type { TripTexts } from './en.ts';

export const ja: TripTexts = {
  nextTitle: 'これからの流れ',
  nextCode: 'コードをメールでお送りします。',
  nextInstall:
    'ご旅行に持って行くスマートフォンでメールのリンクを開き、eSIMをインストールします。約2分で完了します。',
  nextArrive: '現地に到着したらeSIMをオンにするだけで、インターネットにつながります。',
  esimTitle: 'eSIMとは？',
  esimText:
    'カードのないSIMで、スマートフォンにダウンロードして使います。今お使いのSIMカードと電話番号はそのままです。',
  phoneTitle: '自分のスマートフォンで使えますか？',
  phoneText: 'eSIMに対応し、特定の通信事業者にロックされていないスマートフォンが必要です。',
  model: 'お使いの機種',
  modelHint: 'メーカーと機種名（例：iPhone 15、Galaxy S24）',
  check: '確認する',
  modelYes: '{device}：eSIMに対応しています。',
  modelNo: '{device}：eSIMに対応していません。',
  modelUnknown:
    '「{device}」は確認できませんでした。スマートフォンで*#06#にダイヤルし、EIDが表示されればeSIMに対応しています。',
  sentTo: '{email}宛てにコードをお送りしています。数分以内に届きます。',
  wrongAddress: 'アドレスが間違っていますか？',
  wrongAddressText:
    '15分以内に1回だけ訂正できます。訂正すると、先にお送りしたコードは使えなくなります。',
  correct: 'このアドレスに送り直す',
  getTitle: 'eSIMを受け取りましょう',
  getIntro:
    '{partner}がご旅行用のモバイルデータをご用意しました。eSIMはすぐに使えるようになります。',
  emailHint: 'このアドレスにeSIMのリンクをお送りします。',
  knownAddress: 'コードをお送りしたアドレスにも、eSIMのリンクをお送りします。',
  getEsim: 'eSIMを受け取る',
  otherAddress: '別のメールアドレスを使う',
  where: 'ご旅行先はどちらですか？',
  whereMissing: '旅行先を選んでください。',
  whereNone: 'この旅行先で使えるデータはありません。別の旅行先を選んでください。',
  continueHere: 'このデバイスで続ける',
  linkSent: '{email}宛てにeSIMのリンクをお送りしています。数分以内に届きます。',
  usedTitle: 'このコードはすでに使用されています',
  usedText:
    'eSIMのリンクは、その際に入力されたメールアドレスに送信されました。同じアドレスにもう一度お送りできます。',
  sendAgain: 'リンクをもう一度送る',
  freshSent:
    'こちらで確認できるリンクの場合は、最初のリンクをお送りしたメールアドレスに新しいリンクをお送りしています。',
  makingTitle: 'eSIMを準備しています',
  makingText:
    '数分かかることがあります。このままお待ちいただければ、ページは自動的に進みます。閉じても何も失われません。',
  lookAgain: 'もう一度確認する',
  endedTitle: 'このリンクは有効期限が切れています',
  endedText:
    '安全のため、eSIMのリンクには有効期限があります。同じメールアドレスに新しいリンクをお送りできます。',
  sendFresh: '新しいリンクを送る',
  openTitle: 'モバイルデータを開く',
  openText: 'eSIMを保護するため、このリンクをお送りしたメールアドレスを確認させていただきます。',
  open: '開く',
  openWrong:
    'このリンクはそのアドレスにはお送りしていません。アドレスをご確認いただくか、メールを受け取ったアドレスを入力してください。',
  tripTitle: 'お客様のモバイルデータ',
  tripLead: '{partner}がご旅行用のモバイルデータをご用意しました。',
  addData: 'eSIMに追加',
  yourData: 'データ',
  left: '残り{left}（全{total}）',
  until: '有効期限：{moment}',
  usedUp: '使い切りました',
  expired: '有効期限切れ',
  waiting: 'まだeSIMに追加されていません',
  making: '準備中',
  showEsim: 'eSIMを表示',
  allEsims: 'すべてのデータ',
  trouble: 'うまくいかない場合',
  notFoundTitle: 'ページが見つかりません',
  notFoundText:
    'アドレスが途中で切れていないか確認するか、メールのリンクをもう一度開いてください。',
};
