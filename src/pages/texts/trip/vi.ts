import type { TripTexts } from './en.ts';

export const vi: TripTexts = {
  nextTitle: 'Các bước tiếp theo',
  nextCode: 'Chúng tôi gửi mã cho bạn qua email.',
  nextInstall:
    'Mở liên kết trong đó trên điện thoại bạn mang theo khi đi và cài đặt eSIM. Mất khoảng hai phút.',
  nextArrive: 'Khi đến nơi, hãy bật eSIM là bạn có mạng.',
  esimTitle: 'eSIM là gì?',
  esimText:
    'Một SIM không có thẻ: bạn tải về điện thoại. Thẻ SIM và số điện thoại của bạn vẫn giữ nguyên.',
  phoneTitle: 'Có dùng được trên điện thoại của tôi không?',
  phoneText: 'Điện thoại của bạn phải hỗ trợ eSIM và không bị khóa theo một nhà mạng.',
  model: 'Điện thoại của bạn',
  modelHint: 'Hãng và mẫu máy, ví dụ iPhone 15 hoặc Galaxy S24.',
  check: 'Kiểm tra',
  modelYes: '{device}: có hỗ trợ eSIM.',
  modelNo: '{device}: không hỗ trợ eSIM.',
  modelUnknown:
    'Chúng tôi không biết “{device}”. Bấm *#06# trên điện thoại: nếu hiện EID thì máy hỗ trợ eSIM.',
  sentTo: 'Chúng tôi đang gửi mã đến {email}. Mã sẽ tới trong vài phút.',
  wrongAddress: 'Địa chỉ bị sai?',
  wrongAddressText:
    'Bạn có thể sửa một lần, trong vòng 15 phút. Khi đó, mã đã gửi trước sẽ không dùng được nữa.',
  correct: 'Gửi đến địa chỉ này',
  getTitle: 'Nhận eSIM của bạn',
  getIntro: '{partner} có dữ liệu di động cho chuyến đi của bạn. eSIM sẽ sẵn sàng trong giây lát.',
  emailHint: 'Liên kết đến eSIM sẽ được gửi đến địa chỉ này.',
  knownAddress: 'Liên kết đến eSIM cũng được gửi đến địa chỉ mà chúng tôi đã gửi mã.',
  getEsim: 'Nhận eSIM của tôi',
  otherAddress: 'Dùng địa chỉ email khác',
  where: 'Bạn đi đâu?',
  whereMissing: 'Hãy chọn nơi bạn đến.',
  whereNone: 'Không có dữ liệu cho điểm đến này. Hãy chọn điểm đến khác.',
  continueHere: 'Tiếp tục trên thiết bị này',
  linkSent: 'Liên kết đến eSIM đang được gửi đến {email} và sẽ tới trong vài phút.',
  usedTitle: 'Mã này đã được sử dụng',
  usedText:
    'Liên kết đến eSIM đã được gửi đến địa chỉ email đã cung cấp khi đó. Chúng tôi có thể gửi lại đến đó.',
  sendAgain: 'Gửi lại liên kết',
  freshSent:
    'Nếu chúng tôi nhận ra liên kết này, một liên kết mới đang được gửi đến địa chỉ email đã nhận liên kết đầu tiên.',
  makingTitle: 'Chúng tôi đang chuẩn bị eSIM của bạn',
  makingText:
    'Việc này có thể mất vài phút. Bạn có thể đợi tại đây: trang sẽ tự chuyển tiếp. Nếu bạn đóng trang, không có gì bị mất.',
  lookAgain: 'Kiểm tra lại',
  endedTitle: 'Liên kết này đã hết hạn',
  endedText:
    'Để bảo vệ eSIM, liên kết chỉ dùng được trong thời gian giới hạn. Chúng tôi có thể gửi liên kết mới đến cùng địa chỉ email.',
  sendFresh: 'Gửi cho tôi liên kết mới',
  openTitle: 'Mở dữ liệu di động của bạn',
  openText: 'Để bảo vệ eSIM, chúng tôi cần địa chỉ email mà chúng tôi đã gửi liên kết này đến.',
  open: 'Mở',
  openWrong:
    'Chúng tôi không gửi liên kết này đến địa chỉ đó. Hãy kiểm tra lại, hoặc dùng địa chỉ mà bạn đã nhận email.',
  tripTitle: 'Dữ liệu di động của bạn',
  tripLead: '{partner} có dữ liệu di động cho chuyến đi của bạn.',
  addData: 'Thêm vào eSIM của tôi',
  yourData: 'Dữ liệu của bạn',
  left: 'Còn {left} trên {total}',
  until: 'Có hiệu lực đến {moment}',
  usedUp: 'Đã dùng hết',
  expired: 'Không còn hiệu lực',
  waiting: 'Chưa có trên eSIM của bạn',
  making: 'Đang chuẩn bị',
  showEsim: 'Xem eSIM',
  allEsims: 'Tất cả dữ liệu của bạn',
  trouble: 'Có gì không hoạt động?',
  notFoundTitle: 'Không có trang nào ở đây',
  notFoundText:
    'Hãy kiểm tra xem địa chỉ đã đầy đủ chưa, hoặc mở lại liên kết trong email của bạn.',
};
