import type { InstallTexts } from './en.ts';

export const ja: InstallTexts = {
  title: 'eSIMをインストールしましょう',
  lead: '{partner}がお客様のeSIMをご用意しました。ご出発前に、Wi-Fiに接続した状態でインストールしてください。約2分で完了します。',
  oneTapHint: 'スマートフォンに確認画面が表示されます。',
  steps: '手順',
  wifi: 'Wi-Fiに接続します。',
  tap: 'ボタンをタップし、スマートフォンの案内に従います。何も開かない場合は、下のQRコードまたはコードをお使いください。',
  scan: 'ご旅行に持って行くデバイスでQRコードを読み取り、画面の案内に従います。',
  byHand:
    'デバイスの設定でeSIMを追加し、情報を手動で入力する方法を選びます。このページのコードをコピーしてください。',
  keep: 'インストール後はeSIMを削除しないでください。インストールできるのは1回だけです。',
  arrive: '現地に到着したら、eSIMをオンにし、データローミングを許可します。',
  oldPhone:
    'このiPhoneでは、QRコードまたは手動でeSIMをインストールします。iOS 17.4以降ならワンタップで完了します。',
  scanText:
    'ご旅行に持って行くデバイスのカメラ、または設定のeSIM追加画面から、このQRコードを読み取ってください。',
  qrLabel: 'eSIMをインストールするQRコード',
  otherDevice: '別のデバイスにインストール',
  thisDevice: 'このデバイスにインストール',
  onApple: 'iPhoneまたはiPadの場合',
  onAndroid: 'Androidの場合',
  manual: 'コードを手動で入力',
  smdp: 'SM-DP+アドレス',
  confirmationCode: '確認コード',
  matching: 'アクティベーションコード',
  whole: 'デバイスがコードを1つだけ求める場合',
  empty: 'この欄は空欄のままにしてください。',
  copy: 'コピー',
  copied: 'コピーしました',
  selected: '選択しました。コピーしてください。',
  confirmation:
    'デバイスで確認コードの入力を求められます。コードは{partner}からお受け取りください。',
  inAppTitle: 'このページを{browser}で開いてください',
  inAppText:
    '現在{app}の中で表示しているため、インストールを開始できません。{app}のメニューからブラウザを選ぶか、このページのアドレスをコピーしてください。',
  inAppAny:
    '現在ほかのアプリの中で表示しているため、インストールを開始できないことがあります。アプリのメニューからブラウザを選ぶか、このページのアドレスをコピーしてください。',
  openIn: '{browser}で開く',
  copyAddress: 'このページのアドレスをコピー',
  installedTitle: 'eSIMはインストール済みです',
  installedText: 'すでにデバイスに入っています。これ以上インストールするものはありません。',
  enabledTitle: 'eSIMはオンになっています',
  enabledText: 'インストール済みで、オンになっています。これ以上インストールするものはありません。',
  next: '次にすること',
  switchOn: 'デバイスの設定でeSIMをオンにします。',
  useData: 'モバイルデータ通信に使う回線として選びます。',
  roaming: 'データローミングを許可します。',
  removedTitle: 'このeSIMはインストールできなくなりました',
  removedText: 'デバイスから削除されたか、別のeSIMに交換されています。',
};
