import type { NoteTexts } from './en.ts';

export const zh: NoteTexts = {
  chinaApple:
    '除 iPhone Air 外，在中国大陆销售的 iPhone 没有 eSIM；在香港和澳门销售的 iPhone 只有部分型号有 eSIM。',
  chinaAndroid: '在中国大陆销售的手机通常没有 eSIM。',
  samsung2020: '在美国、中国大陆、香港和韩国销售的机型没有 eSIM。',
  samsung2022: '在韩国或中国大陆销售的机型没有 eSIM。',
  ipad: '仅限蜂窝网络机型：只支持 Wi-Fi 的 iPad 没有 eSIM。',
  watch: '手表通常只能使用手机所属运营商的套餐。',
  later: '根据此前的机型推断；请以手机设置中的显示为准。',
  madeForChina: '这台设备是为中国大陆生产的，当地的这款机型没有 eSIM。',
  soldInUsa: '这台设备在美国销售，当地的这款机型没有 eSIM。',
  soldInKorea: '这台设备在韩国销售，当地的这款机型没有 eSIM。',
  soldInChina: '这台设备在中国大陆或香港销售，当地的这款机型没有 eSIM。',
  wifiOnly: '只支持 Wi-Fi 的设备没有 eSIM。',
  cellularOnly: '仅限带蜂窝网络（LTE 或 5G）的配置。',
  googleFi: '仅限 Google Fi。',
  pixel3:
    '在澳大利亚、日本和台湾销售的机型，以及美国和加拿大多数运营商销售的机型，没有可用的 eSIM。',
  pixel3a: '在日本和东南亚销售的机型，以及 Verizon 销售的机型，没有可用的 eSIM。',
  only5g: '仅限 5G 机型：只支持 Wi-Fi 的机型没有 eSIM。',
  xiaomi12T: '12T Pro 有 eSIM。',
};
