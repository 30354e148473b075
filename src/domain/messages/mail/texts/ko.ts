import type { Texts } from './en.ts';

export const ko: Texts = {
  greeting: '{name}님, 안녕하세요.',
  greetingNobody: '안녕하세요.',
  closing: '즐거운 여행 되세요!',

  confirmationSubject: '여행용 모바일 데이터가 준비되었습니다',
  confirmationIntro: '{count, plural, other {여행에 사용하실 데이터 패키지 #개가 준비되었습니다.}}',
  howToInstall:
    '출발하기 전 Wi-Fi에 연결된 상태에서 앱을 열어 eSIM을 설치해 주세요. 몇 분이면 됩니다.',
  howToUseCode:
    '{count, plural, other {휴대전화에서 링크를 열거나 앱에 코드를 입력하시면 eSIM을 받으실 수 있습니다.}}',
  howToClaim: '링크를 열고 이메일 주소를 입력하시면 이메일로 코드를 보내 드립니다.',

  claimSubject: '모바일 데이터 코드를 보내 드립니다',
  claimIntro:
    '요청하신 코드입니다. 휴대전화에서 링크를 열거나 앱에 코드를 입력하시면 몇 분 안에 eSIM이 설치됩니다.',

  reminderSubject: '곧 출발입니다. eSIM은 준비되셨나요?',
  reminderSubjectInstalled: '곧 출발입니다. eSIM이 준비되었습니다',
  reminderOn: '여행 출발일은 {date}입니다.',
  reminderSoon: '곧 여행이 시작됩니다.',
  reminderToInstall:
    '아직 휴대전화에 eSIM이 설치되지 않았습니다. 출발하기 전 Wi-Fi에 연결된 상태에서 설치해 주세요.',
  reminderToUseCode:
    '{count, plural, other {아직 사용하지 않은 코드가 #개 있습니다. 출발하기 전 Wi-Fi에 연결된 상태에서 사용해 주세요.}}',
  reminderInstalled: 'eSIM이 이미 휴대전화에 설치되어 있습니다.',
  onArrival: '도착하시면 모바일 데이터에 eSIM을 선택하고 데이터 로밍을 켜 주세요.',

  lowSubject: '데이터 패키지를 {percent} 사용하셨습니다',
  lowIntro: '데이터 패키지를 {percent} 사용하셨습니다.',
  lowLeft: '남은 데이터: {size}.',
  lowMore: '앱에서 남은 양을 확인하고 추가하실 수 있습니다.',
  usedUpSubject: '데이터 패키지를 모두 사용하셨습니다',
  usedUpIntro: '데이터 패키지를 모두 사용하셨습니다.',

  expiringSubject: '데이터 패키지가 곧 만료됩니다',
  expiringIntro: '데이터 패키지는 {moment}까지 사용하실 수 있습니다.',
  expiringSoon: '데이터 패키지가 곧 만료됩니다.',

  anyDestination: '원하시는 여행지',
  countries: '사용 국가: {countries}',
  unlimited: '무제한 데이터',
  days: '{days, plural, other {첫 사용일부터 #일}}',
  departure: '출발: {date}',
  code: '코드',
  validUntil: '{date}까지 유효',
  useCode: '코드 사용하기',
  getCode: '코드 받기',
  passOn: '함께 여행하는 분을 위한 코드인가요? 이 링크에서 이메일로 코드를 받을 수 있습니다:',
  colon: '{label}:',
  scan: '컴퓨터에서 보고 계신가요? 휴대전화로 이미지를 스캔해 주세요.',
  qrAlt: '코드 {code}로 앱을 여는 QR 코드',
  installEsim: 'eSIM 설치하기',
  openApp: '앱 열기',
  howToInstallHere:
    '출발하기 전 Wi-Fi에 연결된 상태에서 휴대전화로 아래 링크를 열어 eSIM을 설치해 주세요. 몇 분이면 됩니다.',
  howToUseCodeHere: '{count, plural, other {휴대전화에서 링크를 열면 eSIM을 받으실 수 있습니다.}}',
  claimIntroHere: '요청하신 코드입니다. 휴대전화에서 링크를 여시면 몇 분 안에 eSIM이 설치됩니다.',
  lowMoreHere: '아래 링크에서 남은 양을 확인하실 수 있습니다.',
  openEsim: '내 eSIM 보기',
  readySubject: 'eSIM 링크를 보내 드립니다',
  readyIntro:
    '이 링크에서 eSIM을 설치하고 남은 데이터를 확인하실 수 있습니다. 여행에 가져갈 휴대전화에서 열고, 다른 사람과 공유하지 마세요.',

  receiptSubject: '영수증',
  receiptIntro: '구매해 주셔서 감사합니다. 세금을 포함하여 {amount}을(를) 결제하셨습니다.',
  receiptNumber: '구매 번호: {number}',
  receiptSeller: '판매자: {seller}',
  refundedSubject: '환불이 진행 중입니다',
  refundedIntro:
    '결제하신 방법으로 {amount}을(를) 돌려드립니다. 도착하기까지 최대 10일이 걸릴 수 있습니다.',

  whyTrip: '이 이메일은 고객님의 여행과 관련하여 {partner}에서 보내 드렸습니다.',
  whyClaim:
    '이 이메일은 이 주소로 코드 요청이 접수되어 {partner}에서 보내 드렸습니다. 요청하지 않으셨다면 무시하셔도 됩니다.',
  whyPurchase: '구매하셨기 때문에 {partner}에서 이 이메일을 보내 드립니다.',
};
