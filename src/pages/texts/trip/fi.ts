import type { TripTexts } from './en.ts';

export const fi: TripTexts = {
  nextTitle: 'Mitä seuraavaksi',
  nextCode: 'Lähetämme sinulle koodin sähköpostitse.',
  nextInstall:
    'Avaa viestin linkki puhelimella, jonka otat matkalle, ja asenna eSIM. Se kestää noin kaksi minuuttia.',
  nextArrive: 'Kun saavut perille, ota eSIM käyttöön, niin olet verkossa.',
  esimTitle: 'Mikä on eSIM?',
  esimText:
    'SIM ilman korttia: lataat sen puhelimeesi. Oma SIM-korttisi ja numerosi pysyvät ennallaan.',
  phoneTitle: 'Toimiiko se puhelimessani?',
  phoneText: 'Puhelimen on tuettava eSIMiä, eikä se saa olla lukittu yhteen operaattoriin.',
  model: 'Puhelimesi',
  modelHint: 'Valmistaja ja malli, esimerkiksi iPhone 15 tai Galaxy S24.',
  check: 'Tarkista',
  modelYes: '{device}: tukee eSIMiä.',
  modelNo: '{device}: ei tue eSIMiä.',
  modelUnknown:
    'Emme tunne laitetta ”{device}”. Näppäile puhelimessa *#06#: jos EID näkyy, se tukee eSIMiä.',
  sentTo: 'Lähetämme koodin osoitteeseen {email}. Se saapuu muutaman minuutin kuluessa.',
  wrongAddress: 'Onko osoite väärä?',
  wrongAddressText:
    'Voit korjata sen kerran 15 minuutin kuluessa. Aiemmin lähetetty koodi lakkaa silloin toimimasta.',
  correct: 'Lähetä tähän osoitteeseen',
  getTitle: 'Hanki eSIM',
  getIntro: '{partner} tarjoaa mobiilidataa matkallesi. eSIM on valmis hetken kuluttua.',
  emailHint: 'Linkki eSIMiin lähetetään tähän osoitteeseen.',
  knownAddress: 'Linkki eSIMiin lähetetään myös osoitteeseen, johon lähetimme koodin.',
  getEsim: 'Hanki eSIM',
  otherAddress: 'Käytä toista sähköpostiosoitetta',
  where: 'Minne matkustat?',
  whereMissing: 'Valitse, minne matkustat.',
  whereNone: 'Tähän kohteeseen ei ole dataa. Valitse toinen kohde.',
  continueHere: 'Jatka tällä laitteella',
  linkSent:
    'Linkki eSIMiin on matkalla osoitteeseen {email}. Se saapuu muutaman minuutin kuluessa.',
  usedTitle: 'Tämä koodi on jo käytetty',
  usedText:
    'Linkki eSIMiin lähetettiin silloin annettuun sähköpostiosoitteeseen. Voimme lähettää sen sinne uudelleen.',
  sendAgain: 'Lähetä linkki uudelleen',
  freshSent:
    'Jos tunnemme tämän linkin, uusi on matkalla siihen sähköpostiosoitteeseen, johon ensimmäinen lähetettiin.',
  makingTitle: 'Valmistelemme eSIMiäsi',
  makingText:
    'Tämä voi kestää muutaman minuutin. Voit odottaa tässä: sivu jatkaa itsestään. Mitään ei katoa, jos suljet sen.',
  lookAgain: 'Tarkista uudelleen',
  endedTitle: 'Tämä linkki on vanhentunut',
  endedText:
    'Linkit eSIMiin toimivat rajoitetun ajan sen suojaamiseksi. Voimme lähettää uuden samaan sähköpostiosoitteeseen.',
  sendFresh: 'Lähetä uusi linkki',
  openTitle: 'Avaa mobiilidatasi',
  openText: 'eSIMisi suojaamiseksi kysymme sähköpostiosoitetta, johon lähetimme tämän linkin.',
  open: 'Avaa',
  openWrong:
    'Emme lähettäneet tätä linkkiä siihen osoitteeseen. Tarkista se tai käytä osoitetta, johon sait sähköpostin.',
  tripTitle: 'Mobiilidatasi',
  tripLead: '{partner} tarjoaa mobiilidataa matkallesi.',
  addData: 'Lisää eSIMiini',
  yourData: 'Datasi',
  left: 'Jäljellä {left} / {total}',
  until: 'Voimassa: {moment} asti',
  usedUp: 'Käytetty loppuun',
  expired: 'Ei enää voimassa',
  waiting: 'Ei vielä eSIMissäsi',
  making: 'Valmistellaan',
  showEsim: 'Näytä eSIM',
  allEsims: 'Kaikki datasi',
  trouble: 'Eikö jokin toimi?',
  notFoundTitle: 'Täällä ei ole sivua',
  notFoundText: 'Tarkista, että osoite on kokonainen, tai avaa sähköpostisi linkki uudelleen.',
};
