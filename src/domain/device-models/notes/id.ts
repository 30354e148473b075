import type { NoteTexts } from './en.ts';

export const id: NoteTexts = {
  chinaApple:
    'iPhone yang dijual di Tiongkok daratan tidak memiliki eSIM, kecuali iPhone Air; dari yang dijual di Hong Kong dan Makau hanya sebagian model yang memilikinya.',
  chinaAndroid: 'Ponsel yang dijual di Tiongkok daratan biasanya tidak memiliki eSIM.',
  samsung2020: 'Yang dijual di AS, Tiongkok, Hong Kong, dan Korea Selatan tidak memiliki eSIM.',
  samsung2022: 'Yang dijual di Korea Selatan atau Tiongkok daratan tidak memiliki eSIM.',
  ipad: 'Hanya model seluler: iPad dengan Wi-Fi saja tidak memiliki eSIM.',
  watch: 'Jam tangan biasanya hanya menerima paket dari operator ponselnya.',
  later: 'Disimpulkan dari model sebelumnya; pengaturan ponsel dapat memastikannya.',
  madeForChina:
    'Perangkat ini dibuat untuk Tiongkok daratan, tempat model ini tidak memiliki eSIM.',
  soldInUsa: 'Perangkat ini dijual di AS, tempat model ini tidak memiliki eSIM.',
  soldInKorea: 'Perangkat ini dijual di Korea Selatan, tempat model ini tidak memiliki eSIM.',
  soldInChina:
    'Perangkat ini dijual di Tiongkok atau Hong Kong, tempat model ini tidak memiliki eSIM.',
  wifiOnly: 'Perangkat dengan Wi-Fi saja tidak memiliki eSIM.',
  cellularOnly: 'Hanya dengan opsi seluler (LTE atau 5G).',
  googleFi: 'Hanya dengan Google Fi.',
  pixel3:
    'Yang dijual di Australia, Jepang, dan Taiwan, serta oleh sebagian besar operator di AS dan Kanada, tidak memiliki eSIM yang dapat digunakan.',
  pixel3a:
    'Yang dijual di Jepang dan Asia Tenggara, serta oleh Verizon, tidak memiliki eSIM yang dapat digunakan.',
  only5g: 'Hanya model 5G: model dengan Wi-Fi saja tidak memilikinya.',
  xiaomi12T: '12T Pro memiliki eSIM.',
};
