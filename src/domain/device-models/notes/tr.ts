import type { NoteTexts } from './en.ts';

export const tr: NoteTexts = {
  chinaApple:
    'Çin anakarasında satılan iPhone’larda, iPhone Air dışında, eSIM yoktur; Hong Kong ve Makao’da satılanların yalnızca bazı modellerinde vardır.',
  chinaAndroid: 'Çin anakarasında satılan telefonlarda genellikle eSIM yoktur.',
  samsung2020: 'ABD, Çin, Hong Kong ve Güney Kore’de satılanlarda eSIM yoktur.',
  samsung2022: 'Güney Kore’de veya Çin anakarasında satılanlarda eSIM yoktur.',
  ipad: 'Yalnızca hücresel modeller: Sadece Wi-Fi’li iPad’de eSIM yoktur.',
  watch:
    'Saatler genellikle yalnızca bağlı oldukları telefonun operatörünün tarifelerini kabul eder.',
  later: 'Önceki modellerden çıkarılmıştır; kesin bilgi telefonun ayarlarındadır.',
  madeForChina: 'Bu cihaz Çin anakarası için üretilmiş; orada bu modelde eSIM yoktur.',
  soldInUsa: 'Bu cihaz ABD’de satılmış; orada bu modelde eSIM yoktur.',
  soldInKorea: 'Bu cihaz Güney Kore’de satılmış; orada bu modelde eSIM yoktur.',
  soldInChina: 'Bu cihaz Çin’de veya Hong Kong’da satılmış; orada bu modelde eSIM yoktur.',
  wifiOnly: 'Sadece Wi-Fi’li bir cihazda eSIM yoktur.',
  cellularOnly: 'Yalnızca hücresel (LTE veya 5G) seçeneğiyle.',
  googleFi: 'Yalnızca Google Fi ile.',
  pixel3:
    'Avustralya, Japonya ve Tayvan’da ve ABD ile Kanada’daki çoğu operatör tarafından satılanlarda kullanılabilir eSIM yoktur.',
  pixel3a:
    'Japonya ve Güneydoğu Asya’da ve Verizon tarafından satılanlarda kullanılabilir eSIM yoktur.',
  only5g: 'Yalnızca 5G modelleri: Sadece Wi-Fi’li olanlarda yoktur.',
  xiaomi12T: '12T Pro’da eSIM vardır.',
};
