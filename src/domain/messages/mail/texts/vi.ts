import type { Texts } from './en.ts';

export const vi: Texts = {
  greeting: 'Xin chào {name},',
  greetingNobody: 'Xin chào,',
  closing: 'Chúc bạn có chuyến đi vui vẻ!',
  confirmationSubject: 'Dữ liệu di động của bạn đã sẵn sàng',
  confirmationIntro: '{count, plural, other {# gói dữ liệu cho chuyến đi của bạn đang chờ bạn.}}',
  howToInstall:
    'Mở ứng dụng và cài đặt eSIM trước khi khởi hành, khi bạn còn có Wi-Fi. Chỉ mất vài phút.',
  howToUseCode:
    '{count, plural, other {Mở liên kết trên điện thoại hoặc nhập mã trong ứng dụng để nhận eSIM của bạn.}}',
  howToClaim: 'Mở liên kết và nhập địa chỉ email của bạn: bạn sẽ nhận được mã qua email.',
  claimSubject: 'Mã dữ liệu di động của bạn',
  claimIntro:
    'Đây là mã của bạn. Mở liên kết trên điện thoại hoặc nhập mã trong ứng dụng, eSIM sẽ được cài đặt trong vài phút.',
  reminderSubject: 'Sắp đến ngày khởi hành: eSIM của bạn đã sẵn sàng chưa?',
  reminderSubjectInstalled: 'Sắp đến ngày khởi hành: eSIM của bạn đã sẵn sàng',
  reminderOn: 'Chuyến đi của bạn bắt đầu vào {date}.',
  reminderSoon: 'Chuyến đi của bạn sắp bắt đầu.',
  reminderToInstall:
    'eSIM chưa có trên điện thoại của bạn. Hãy cài đặt trước khi khởi hành, khi bạn còn có Wi-Fi.',
  reminderToUseCode:
    '{count, plural, other {Bạn còn # mã chưa dùng. Hãy dùng trước khi khởi hành, khi bạn còn có Wi-Fi.}}',
  reminderInstalled: 'eSIM đã có trên điện thoại của bạn.',
  onArrival: 'Khi đến nơi, hãy chọn eSIM cho dữ liệu di động và bật chuyển vùng dữ liệu cho eSIM.',
  lowSubject: 'Đã dùng {percent} gói dữ liệu của bạn',
  lowIntro: 'Bạn đã dùng {percent} gói dữ liệu của mình.',
  lowLeft: 'Còn lại: {size}.',
  lowMore: 'Trong ứng dụng, bạn có thể xem phần còn lại và mua thêm.',
  usedUpSubject: 'Gói dữ liệu của bạn đã hết',
  usedUpIntro: 'Bạn đã dùng hết gói dữ liệu của mình.',
  expiringSubject: 'Gói dữ liệu của bạn sắp hết hạn',
  expiringIntro: 'Bạn có thể dùng gói dữ liệu đến {moment}.',
  expiringSoon: 'Gói dữ liệu của bạn sắp hết hạn.',
  anyDestination: 'Điểm đến do bạn chọn',
  countries: 'Dùng tại: {countries}',
  unlimited: 'Dữ liệu không giới hạn',
  days: '{days, plural, other {# ngày kể từ lần dùng đầu tiên}}',
  departure: 'Khởi hành: {date}',
  code: 'Mã của bạn',
  validUntil: 'Có hiệu lực đến {date}',
  useCode: 'Dùng mã',
  getCode: 'Nhận mã',
  passOn: 'Dành cho người đi cùng bạn? Với liên kết này, họ sẽ nhận mã qua email:',
  colon: '{label}:',
  scan: 'Bạn đang đọc trên máy tính? Hãy quét hình này bằng điện thoại.',
  qrAlt: 'Mã QR mở ứng dụng với mã {code}',
  installEsim: 'Cài đặt eSIM',
  openApp: 'Mở ứng dụng',
  howToInstallHere:
    'Mở liên kết bên dưới trên điện thoại và cài đặt eSIM trước khi khởi hành, khi bạn còn có Wi-Fi. Chỉ mất vài phút.',
  howToUseCodeHere: '{count, plural, other {Mở liên kết trên điện thoại để nhận eSIM của bạn.}}',
  claimIntroHere:
    'Đây là mã của bạn. Mở liên kết trên điện thoại, eSIM sẽ được cài đặt trong vài phút.',
  lowMoreHere: 'Bạn có thể xem phần còn lại qua liên kết bên dưới.',
  openEsim: 'Xem eSIM của tôi',
  readySubject: 'Liên kết đến eSIM của bạn',
  readyIntro:
    'Với liên kết này, bạn cài đặt eSIM và xem dữ liệu còn lại. Hãy mở trên điện thoại bạn mang theo khi đi và không chia sẻ cho người khác.',
  receiptSubject: 'Biên nhận của bạn',
  receiptIntro: 'Cảm ơn bạn đã mua hàng. Bạn đã thanh toán {amount}, đã gồm thuế.',
  receiptNumber: 'Mã mua hàng: {number}',
  receiptSeller: 'Người bán: {seller}',
  refundedSubject: 'Tiền của bạn đang được hoàn lại',
  refundedIntro:
    'Chúng tôi đang hoàn {amount} theo cách bạn đã thanh toán. Có thể mất đến mười ngày.',

  whyTrip: 'Bạn nhận được email này từ {partner} vì chuyến đi của bạn.',
  whyClaim:
    'Bạn nhận được email này từ {partner} vì có yêu cầu gửi mã đến địa chỉ này. Nếu không phải bạn yêu cầu, bạn có thể bỏ qua email.',
  whyPurchase: 'Bạn nhận được email này từ {partner} vì giao dịch mua của bạn.',
};
