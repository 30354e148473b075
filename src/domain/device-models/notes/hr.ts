import type { NoteTexts } from './en.ts';

export const hr: NoteTexts = {
  chinaApple:
    'iPhone uređaji prodani u kontinentalnoj Kini nemaju eSIM, osim modela iPhone Air; od onih prodanih u Hong Kongu i Makau imaju ga samo neki modeli.',
  chinaAndroid: 'Telefoni prodani u kontinentalnoj Kini obično nemaju eSIM.',
  samsung2020: 'Uređaji prodani u SAD-u, Kini, Hong Kongu i Južnoj Koreji nemaju eSIM.',
  samsung2022: 'Uređaji prodani u Južnoj Koreji ili kontinentalnoj Kini nemaju eSIM.',
  ipad: 'Samo modeli s mobilnom mrežom: iPad koji ima samo Wi-Fi nema eSIM.',
  watch: 'Sat obično prihvaća samo tarife operatera svojeg telefona.',
  later: 'Zaključeno prema prethodnim modelima; postavke telefona pouzdano pokazuju.',
  madeForChina: 'Ovaj je uređaj proizveden za kontinentalnu Kinu, gdje ovaj model nema eSIM.',
  soldInUsa: 'Ovaj je uređaj prodan u SAD-u, gdje ovaj model nema eSIM.',
  soldInKorea: 'Ovaj je uređaj prodan u Južnoj Koreji, gdje ovaj model nema eSIM.',
  soldInChina: 'Ovaj je uređaj prodan u Kini ili Hong Kongu, gdje ovaj model nema eSIM.',
  wifiOnly: 'Uređaj koji ima samo Wi-Fi nema eSIM.',
  cellularOnly: 'Samo s opcijom mobilne mreže (LTE ili 5G).',
  googleFi: 'Samo uz Google Fi.',
  pixel3:
    'Uređaji prodani u Australiji, Japanu i Tajvanu te kod većine operatera u SAD-u i Kanadi nemaju upotrebljiv eSIM.',
  pixel3a:
    'Uređaji prodani u Japanu i jugoistočnoj Aziji te kod operatera Verizon nemaju upotrebljiv eSIM.',
  only5g: 'Samo modeli s 5G: oni samo s Wi-Fi vezom nemaju.',
  xiaomi12T: '12T Pro ima eSIM.',
};
