import type { NoteTexts } from './en.ts';

export const zhTW: NoteTexts = {
  chinaApple:
    '除 iPhone Air 外，在中國大陸銷售的 iPhone 沒有 eSIM；在香港和澳門銷售的 iPhone 只有部分機型有 eSIM。',
  chinaAndroid: '在中國大陸銷售的手機通常沒有 eSIM。',
  samsung2020: '在美國、中國大陸、香港和南韓銷售的機型沒有 eSIM。',
  samsung2022: '在南韓或中國大陸銷售的機型沒有 eSIM。',
  ipad: '僅限行動網路機型：只支援 Wi-Fi 的 iPad 沒有 eSIM。',
  watch: '手錶通常只能使用手機所屬電信業者的方案。',
  later: '根據先前的機型推斷；請以手機設定中的顯示為準。',
  madeForChina: '這台裝置是為中國大陸生產的，當地的這款機型沒有 eSIM。',
  soldInUsa: '這台裝置在美國銷售，當地的這款機型沒有 eSIM。',
  soldInKorea: '這台裝置在南韓銷售，當地的這款機型沒有 eSIM。',
  soldInChina: '這台裝置在中國大陸或香港銷售，當地的這款機型沒有 eSIM。',
  wifiOnly: '只支援 Wi-Fi 的裝置沒有 eSIM。',
  cellularOnly: '僅限具備行動網路（LTE 或 5G）的款式。',
  googleFi: '僅限 Google Fi。',
  pixel3: '在澳洲、日本和台灣銷售的機型，以及美國和加拿大多數電信業者銷售的機型，沒有可用的 eSIM。',
  pixel3a: '在日本和東南亞銷售的機型，以及 Verizon 銷售的機型，沒有可用的 eSIM。',
  only5g: '僅限 5G 機型：只支援 Wi-Fi 的機型沒有 eSIM。',
  xiaomi12T: '12T Pro 有 eSIM。',
};
