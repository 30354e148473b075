import type { NoteTexts } from './en.ts';

export const pl: NoteTexts = {
  chinaApple:
    'iPhone’y sprzedawane w Chinach kontynentalnych nie mają eSIM, z wyjątkiem iPhone’a Air; z tych sprzedawanych w Hongkongu i Makau mają ją tylko niektóre modele.',
  chinaAndroid: 'Telefony sprzedawane w Chinach kontynentalnych zwykle nie mają eSIM.',
  samsung2020:
    'Urządzenia sprzedawane w USA, Chinach, Hongkongu i Korei Południowej nie mają eSIM.',
  samsung2022:
    'Urządzenia sprzedawane w Korei Południowej lub Chinach kontynentalnych nie mają eSIM.',
  ipad: 'Tylko modele z łącznością komórkową: iPad z samym Wi-Fi nie ma eSIM.',
  watch: 'Zegarek zwykle przyjmuje tylko plany operatora telefonu.',
  later: 'Na podstawie wcześniejszych modeli; pewność dają ustawienia telefonu.',
  madeForChina:
    'To urządzenie wyprodukowano na rynek Chin kontynentalnych, gdzie ten model nie ma eSIM.',
  soldInUsa: 'To urządzenie sprzedano w USA, gdzie ten model nie ma eSIM.',
  soldInKorea: 'To urządzenie sprzedano w Korei Południowej, gdzie ten model nie ma eSIM.',
  soldInChina: 'To urządzenie sprzedano w Chinach lub Hongkongu, gdzie ten model nie ma eSIM.',
  wifiOnly: 'Urządzenie z samym Wi-Fi nie ma eSIM.',
  cellularOnly: 'Tylko z opcją łączności komórkowej (LTE lub 5G).',
  googleFi: 'Tylko z Google Fi.',
  pixel3:
    'Urządzenia sprzedawane w Australii, Japonii i na Tajwanie oraz przez większość operatorów w USA i Kanadzie nie mają eSIM, z której można korzystać.',
  pixel3a:
    'Urządzenia sprzedawane w Japonii i Azji Południowo-Wschodniej oraz przez Verizon nie mają eSIM, z której można korzystać.',
  only5g: 'Tylko modele 5G: te z samym Wi-Fi jej nie mają.',
  xiaomi12T: 'Model 12T Pro ma eSIM.',
};
