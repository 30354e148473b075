import type { NoteTexts } from './en.ts';

export const ko: NoteTexts = {
  chinaApple:
    '중국 본토에서 판매된 iPhone에는 iPhone Air를 제외하고 eSIM이 없으며, 홍콩과 마카오에서 판매된 iPhone은 일부 모델에만 eSIM이 있습니다.',
  chinaAndroid: '중국 본토에서 판매된 휴대전화에는 대개 eSIM이 없습니다.',
  samsung2020: '미국, 중국, 홍콩, 한국에서 판매된 기기에는 eSIM이 없습니다.',
  samsung2022: '한국 또는 중국 본토에서 판매된 기기에는 eSIM이 없습니다.',
  ipad: '셀룰러 모델만 해당합니다. Wi-Fi 전용 iPad에는 eSIM이 없습니다.',
  watch: '시계는 대개 연결된 휴대전화 통신사의 요금제만 사용할 수 있습니다.',
  later: '이전 모델을 바탕으로 추정한 결과입니다. 휴대전화 설정에서 정확히 확인할 수 있습니다.',
  madeForChina: '이 기기는 중국 본토용으로 제조되었으며, 해당 모델에는 eSIM이 없습니다.',
  soldInUsa: '이 기기는 미국에서 판매된 모델로, eSIM이 없습니다.',
  soldInKorea: '이 기기는 한국에서 판매된 모델로, eSIM이 없습니다.',
  soldInChina: '이 기기는 중국 또는 홍콩에서 판매된 모델로, eSIM이 없습니다.',
  wifiOnly: 'Wi-Fi 전용 기기에는 eSIM이 없습니다.',
  cellularOnly: '셀룰러(LTE 또는 5G) 옵션이 있는 경우에만 해당합니다.',
  googleFi: 'Google Fi에서만 사용할 수 있습니다.',
  pixel3:
    '호주, 일본, 대만에서 판매된 기기와 미국 및 캐나다의 통신사 대부분이 판매한 기기에는 사용할 수 있는 eSIM이 없습니다.',
  pixel3a:
    '일본과 동남아시아에서 판매된 기기와 Verizon이 판매한 기기에는 사용할 수 있는 eSIM이 없습니다.',
  only5g: '5G 모델만 해당합니다. Wi-Fi 전용 모델에는 eSIM이 없습니다.',
  xiaomi12T: '12T Pro에는 eSIM이 있습니다.',
};
