/**
 * What there is to say of a device beyond yes and no; every other language is typed by this one.
 */
export const en = {
  chinaApple:
    'iPhones sold in mainland China have no eSIM, apart from iPhone Air; of those sold in Hong Kong and Macau only some models have one.',
  chinaAndroid: 'Phones sold in mainland China usually have no eSIM.',
  samsung2020: 'Those sold in the USA, China, Hong Kong and South Korea have no eSIM.',
  samsung2022: 'Those sold in South Korea or mainland China have no eSIM.',
  ipad: 'Only the cellular models: an iPad with Wi-Fi alone has no eSIM.',
  watch: 'A watch usually takes only plans of the operator of its phone.',
  later: 'Taken from the models before it; the settings of the phone tell for certain.',
  madeForChina: 'This one was made for mainland China, where this model has no eSIM.',
  soldInUsa: 'This one was sold in the USA, where this model has no eSIM.',
  soldInKorea: 'This one was sold in South Korea, where this model has no eSIM.',
  soldInChina: 'This one was sold in China or Hong Kong, where this model has no eSIM.',
  wifiOnly: 'A device with Wi-Fi alone has no eSIM.',
  cellularOnly: 'Only with the cellular (LTE or 5G) option.',
  googleFi: 'Only with Google Fi.',
  pixel3:
    'Those sold in Australia, Japan and Taiwan, and by most operators in the USA and Canada, have no usable eSIM.',
  pixel3a: 'Those sold in Japan and South-East Asia, and by Verizon, have no usable eSIM.',
  only5g: 'Only the 5G models: those with Wi-Fi alone have none.',
  xiaomi12T: 'The 12T Pro has an eSIM.',
};

export type NoteTexts = Record<keyof typeof en, string>;
