import type { Texts } from './en.ts';

/** Taiwan; also what Hong Kong and Macau read rather than simplified characters. */
export const zhTW: Texts = {
  greeting: '{name}，您好！',
  greetingNobody: '您好！',
  closing: '祝您旅途愉快！',

  confirmationSubject: '您的旅行數據已準備好',
  confirmationIntro: '{count, plural, other {已為您的旅行準備好 # 個數據方案。}}',
  howToInstall: '請在出發前連上 Wi-Fi，開啟應用程式並安裝 eSIM，只需幾分鐘。',
  howToUseCode:
    '{count, plural, other {請在手機上開啟連結，或在應用程式中輸入兌換碼，即可取得 eSIM。}}',
  howToClaim: '開啟連結並填寫您的電子郵件地址，我們會將兌換碼寄給您。',

  claimSubject: '您的數據兌換碼',
  claimIntro:
    '這是您的兌換碼。請在手機上開啟連結，或在應用程式中輸入兌換碼，幾分鐘即可安裝好 eSIM。',

  reminderSubject: '即將出發：您的 eSIM 準備好了嗎？',
  reminderSubjectInstalled: '即將出發：您的 eSIM 已準備就緒',
  reminderOn: '您的旅行將於{date}開始。',
  reminderSoon: '您的旅行即將開始。',
  reminderToInstall: '您的手機尚未安裝 eSIM。請在出發前連上 Wi-Fi 完成安裝。',
  reminderToUseCode:
    '{count, plural, other {您還有 # 個兌換碼尚未使用。請在出發前連上 Wi-Fi 完成兌換。}}',
  reminderInstalled: '您的手機已安裝 eSIM。',
  onArrival: '抵達後，請選擇使用 eSIM 上網，並為其開啟數據漫遊。',

  lowSubject: '您的數據方案已使用 {percent}',
  lowIntro: '您的數據方案已使用 {percent}。',
  lowLeft: '剩餘數據：{size}。',
  lowMore: '您可以在應用程式中查看剩餘數據或加購數據。',
  usedUpSubject: '您的數據方案已用完',
  usedUpIntro: '您的數據方案已全部用完。',

  expiringSubject: '您的數據方案即將到期',
  expiringIntro: '您的數據方案有效期限至：{moment}。',
  expiringSoon: '您的數據方案即將到期。',

  anyDestination: '目的地任選',
  countries: '適用於：{countries}',
  unlimited: '不限數據',
  days: '{days, plural, other {自首次使用起 # 天}}',
  departure: '出發日期：{date}',
  code: '您的兌換碼',
  validUntil: '有效期限至 {date}',
  useCode: '使用兌換碼',
  getCode: '取得兌換碼',
  passOn: '要送給同行的人嗎？對方可透過此連結以電子郵件收到兌換碼：',
  colon: '{label}：',
  scan: '正在電腦上閱讀嗎？請用手機掃描圖片。',
  qrAlt: '用兌換碼 {code} 開啟應用程式的 QR Code',
  installEsim: '安裝 eSIM',
  openApp: '開啟應用程式',

  howToInstallHere: '請在出發前連上 Wi-Fi，在手機上開啟下方連結並安裝 eSIM，只需幾分鐘。',
  howToUseCodeHere: '{count, plural, other {請在手機上開啟連結，即可取得 eSIM。}}',
  claimIntroHere: '這是您的兌換碼。請在手機上開啟連結，幾分鐘即可安裝好 eSIM。',
  lowMoreHere: '您可以透過下方連結查看剩餘數據。',
  openEsim: '查看我的 eSIM',
  readySubject: '您的 eSIM 連結',
  readyIntro:
    '透過此連結，您可以安裝 eSIM 並查看剩餘數據。請在旅行時攜帶的手機上開啟，並妥善保管，切勿轉寄他人。',

  receiptSubject: '您的收據',
  receiptIntro: '感謝您的購買。您已支付 {amount}（含稅）。',
  receiptNumber: '購買編號：{number}',
  receiptSeller: '銷售方：{seller}',
  refundedSubject: '您的退款正在處理中',
  refundedIntro: '我們正依您的付款方式退還 {amount}，最多可能需要十天入帳。',

  whyTrip: '您收到 {partner} 的這封郵件，是因為您即將出遊或正在旅途中。',
  whyClaim:
    '您收到 {partner} 的這封郵件，是因為有人以此電子郵件地址申請了兌換碼。如果不是您本人操作，請忽略。',
  whyPurchase: '您收到 {partner} 的這封郵件，是因為您的購買。',
};
