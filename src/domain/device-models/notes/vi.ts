import type { NoteTexts } from './en.ts';

export const vi: NoteTexts = {
  chinaApple:
    'iPhone bán tại Trung Quốc đại lục không có eSIM, trừ iPhone Air; trong số máy bán tại Hồng Kông và Ma Cao, chỉ một số mẫu có.',
  chinaAndroid: 'Điện thoại bán tại Trung Quốc đại lục thường không có eSIM.',
  samsung2020: 'Máy bán tại Hoa Kỳ, Trung Quốc, Hồng Kông và Hàn Quốc không có eSIM.',
  samsung2022: 'Máy bán tại Hàn Quốc hoặc Trung Quốc đại lục không có eSIM.',
  ipad: 'Chỉ các mẫu có mạng di động: iPad chỉ có Wi-Fi thì không có eSIM.',
  watch: 'Đồng hồ thường chỉ nhận gói cước của nhà mạng mà điện thoại đi kèm đang dùng.',
  later: 'Suy ra từ các mẫu trước; phần cài đặt của điện thoại sẽ cho biết chắc chắn.',
  madeForChina: 'Máy này được sản xuất cho Trung Quốc đại lục, nơi mẫu này không có eSIM.',
  soldInUsa: 'Máy này được bán tại Hoa Kỳ, nơi mẫu này không có eSIM.',
  soldInKorea: 'Máy này được bán tại Hàn Quốc, nơi mẫu này không có eSIM.',
  soldInChina: 'Máy này được bán tại Trung Quốc hoặc Hồng Kông, nơi mẫu này không có eSIM.',
  wifiOnly: 'Thiết bị chỉ có Wi-Fi thì không có eSIM.',
  cellularOnly: 'Chỉ với tùy chọn mạng di động (LTE hoặc 5G).',
  googleFi: 'Chỉ với Google Fi.',
  pixel3:
    'Máy bán tại Úc, Nhật Bản và Đài Loan, cũng như bởi hầu hết nhà mạng ở Hoa Kỳ và Canada, không dùng được eSIM.',
  pixel3a: 'Máy bán tại Nhật Bản và Đông Nam Á, cũng như bởi Verizon, không dùng được eSIM.',
  only5g: 'Chỉ các mẫu 5G: mẫu chỉ có Wi-Fi thì không có.',
  xiaomi12T: '12T Pro có eSIM.',
};
