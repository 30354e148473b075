import type { Texts } from './en.ts';

export const zh: Texts = {
  greeting: '{name}，您好！',
  greetingNobody: '您好！',
  closing: '祝您旅途愉快！',

  confirmationSubject: '您的旅行流量已备好',
  confirmationIntro: '{count, plural, other {已为您的旅行备好 # 个流量套餐。}}',
  howToInstall: '请在出发前连接 Wi-Fi，打开应用并安装 eSIM，只需几分钟。',
  howToUseCode:
    '{count, plural, other {请在手机上打开链接，或在应用中输入兑换码，即可获得 eSIM。}}',
  howToClaim: '打开链接并填写您的邮箱地址，兑换码将通过邮件发送给您。',

  claimSubject: '您的流量兑换码',
  claimIntro: '这是您的兑换码。请在手机上打开链接，或在应用中输入兑换码，几分钟即可安装好 eSIM。',

  reminderSubject: '即将出发：您的 eSIM 准备好了吗？',
  reminderSubjectInstalled: '即将出发：您的 eSIM 已准备就绪',
  reminderOn: '您的旅行将于{date}开始。',
  reminderSoon: '您的旅行即将开始。',
  reminderToInstall: '您的手机上尚未安装 eSIM。请在出发前连接 Wi-Fi 完成安装。',
  reminderToUseCode:
    '{count, plural, other {您还有 # 个兑换码未使用。请在出发前连接 Wi-Fi 完成兑换。}}',
  reminderInstalled: '您的手机上已安装 eSIM。',
  onArrival: '抵达后，请选择使用 eSIM 上网，并为其开启数据漫游。',

  lowSubject: '您的流量套餐已使用 {percent}',
  lowIntro: '您的流量套餐已使用 {percent}。',
  lowLeft: '剩余流量：{size}。',
  lowMore: '您可以在应用中查看剩余流量或加购流量。',
  usedUpSubject: '您的流量套餐已用完',
  usedUpIntro: '您的流量套餐已全部用完。',

  expiringSubject: '您的流量套餐即将到期',
  expiringIntro: '您的流量套餐有效期至：{moment}。',
  expiringSoon: '您的流量套餐即将到期。',

  anyDestination: '目的地任选',
  countries: '适用于：{countries}',
  unlimited: '不限流量',
  days: '{days, plural, other {自首次使用起 # 天}}',
  departure: '出发日期：{date}',
  code: '您的兑换码',
  validUntil: '有效期至 {date}',
  useCode: '使用兑换码',
  getCode: '获取兑换码',
  passOn: '送给同行的人？对方可通过此链接以邮件接收兑换码：',
  colon: '{label}：',
  scan: '正在电脑上阅读？请用手机扫描图片。',
  qrAlt: '用兑换码 {code} 打开应用的二维码',
  installEsim: '安装 eSIM',
  openApp: '打开应用',
  howToInstallHere: '请在出发前连接 Wi-Fi，在手机上打开下方链接并安装 eSIM，只需几分钟。',
  howToUseCodeHere: '{count, plural, other {请在手机上打开链接，即可获得 eSIM。}}',
  claimIntroHere: '这是您的兑换码。请在手机上打开链接，几分钟即可安装好 eSIM。',
  lowMoreHere: '您可以通过下方链接查看剩余流量。',
  openEsim: '查看我的 eSIM',
  readySubject: '您的 eSIM 链接',
  readyIntro:
    '通过此链接，您可以安装 eSIM 并查看剩余流量。请在旅行时携带的手机上打开，并妥善保管，勿转发他人。',

  receiptSubject: '您的收据',
  receiptIntro: '感谢您的购买。您已支付 {amount}（含税）。',
  receiptNumber: '购买编号：{number}',
  receiptSeller: '销售方：{seller}',
  refundedSubject: '您的退款正在处理中',
  refundedIntro: '我们正按您的付款方式退还 {amount}，最多可能需要十天到账。',

  whyTrip: '您收到 {partner} 的这封邮件，是因为您即将出行或正在旅途中。',
  whyClaim:
    '您收到 {partner} 的这封邮件，是因为有人用此邮箱地址申请了兑换码。如果不是您本人操作，请忽略。',
  whyPurchase: '您收到 {partner} 的这封邮件，是因为您的购买。',
};
