import type { Language } from './en.ts';

export const fi: Language = {
  areMenusUnchecked: true,
  menus: {
    iosSettings: 'Asetukset',
    iosCellular: 'Mobiiliverkko',
    iosAddEsim: 'Lisää eSIM',
    iosUseQr: 'Käytä QR-koodia',
    iosManual: 'Syötä tiedot käsin',
    iosRoaming: 'Dataverkkovierailu',
    iosData: 'Mobiilidata',
    androidSettings: 'Asetukset',
    androidNetwork: 'Verkko ja internet',
    androidSims: 'SIM-kortit',
    androidAddSim: 'Lisää SIM-kortti',
    androidRoaming: 'Verkkovierailu',
    androidApn: 'Tukiasemien nimet',
    samsungConnections: 'Yhteydet',
    samsungSimManager: 'SIM-korttien hallinta',
    samsungAddEsim: 'Lisää eSIM',
    samsungNetworks: 'Mobiiliverkot',
    samsungRoaming: 'Dataverkkovierailu',
    samsungData: 'Mobiilidata',
  },
  steps: {
    waitForEsim:
      'eSIM ei ole vielä valmis. Avaa sovellus hieman myöhemmin uudelleen; asennus alkaa siellä.',
    checkEid: 'Avaa puhelinsovellus ja näppäile *#06#. Jos EID näkyy, laitteesi tukee eSIMiä.',
    checkUnlocked:
      'Varmista, ettei laitetta ole lukittu yhteen operaattoriin. Liike, josta ostit sen, osaa kertoa.',
    wifi: 'Yhdistä Wi-Fiin. Tee tämä kotona ennen lähtöä.',
    tapInstall: 'Napauta itse laitteessa ”{install}”.',
    open: 'Avaa {path}.',
    choose: 'Valitse {path}.',
    chooseEsim: 'Jos laite kysyy, valitse eSIM, ei SIM-korttia.',
    scan: 'Skannaa alla oleva QR-koodi. Sen on oltava toisella näytöllä tai paperilla.',
    enter: 'Syötä alla olevat SM-DP+-osoite ja aktivointikoodi.',
    chooseEnter: 'Valitse skannauksen sijaan koodin syöttäminen käsin.',
    confirm:
      'Vahvista ja odota, kunnes laite ilmoittaa, että eSIM on lisätty. Se kestää minuutin tai kaksi.',
    otherWay: 'Eikö mitään tapahdu? Avaa {path} ja käytä alla olevaa QR-koodia tai koodeja.',
    nameLine: 'Anna uudelle liittymälle nimeksi ”Matka”, jotta tunnistat sen.',
    keepLine: 'Käytä tavallista liittymääsi edelleen puheluihin ja viesteihin.',
    turnOn: 'Avaa {path} ja ota uusi liittymä käyttöön. Kytkin on nyt värillinen.',
    useForData: 'Avaa {path} ja valitse uusi liittymä mobiilidataa varten.',
    roamingOn:
      'Avaa {path}, valitse uusi liittymä ja ota käyttöön {toggle}. Ilman sitä data ei toimi ulkomailla.',
    homeRoamingOff:
      'Pidä tavallisen liittymäsi dataverkkovierailu poissa käytöstä, jotta se ei maksa mitään.',
    arrive:
      'Odota laskeutumisen jälkeen enintään viisi minuuttia. Näet verkon nimen ja 4G:n tai 5G:n.',
    keepEsim: 'Älä poista eSIMiä, vaikka data olisi käytetty. Yleensä sen voi asentaa vain kerran.',
    flightMode: 'Ota lentotila käyttöön, odota kymmenen sekuntia ja poista se käytöstä.',
    restart: 'Käynnistä laite uudelleen.',
    network:
      'Anna laitteen valita verkko automaattisesti. Jos se ei löydä verkkoa, valitse toinen verkko käsin.',
    checkData: 'Katso sovelluksesta, onko dataa jäljellä ja toimiiko pakettisi maassa, jossa olet.',
    apn: 'Avaa {path}, valitse uusi liittymä ja sitten {toggle}. Älä muuta siellä mitään; jos luettelo on tyhjä, kysy oikea nimi.',
    saver: 'Poista datansäästö ja vähäisen datankäytön tila käytöstä ja lopeta suuret lataukset.',
    coverage: 'Siirry toiseen paikkaan, ikkunan viereen tai ulos, ja yritä uudelleen.',
    update: 'Asenna käyttöjärjestelmän uusin versio ja yritä uudelleen.',
    cleanQr:
      'Näytä QR-koodi suurena ja kirkkaana ja skannaa se toiselta näytöltä. Älä käytä siitä otettua valokuvaa.',
    codeOnce:
      'Koodi toimii vain kerran. Avaa {path} ja katso, onko eSIM jo siellä; ota se sitten käyttöön.',
    removed:
      'eSIM on poistettu tästä laitteesta. Älä käytä vanhaa koodia uudelleen; se ei yleensä enää toimi.',
    askNew: 'Pyydä uusi eSIM: {partner}. Voimassa olevat paketit eivät katoa.',
    otherDevice:
      'Asenna eSIM puhelimeesi, ei tähän laitteeseen. Avaa nämä ohjeet siellä tai skannaa QR-koodi puhelimella.',
    help: 'Eikö se vieläkään toimi? {partner} auttaa. Kerro, mikä laite sinulla on ja minkä viestin näet.',
  },
  words: {
    titleInstall: 'Asenna eSIM',
    titleWait: 'Valmistaudu eSIMiin',
    titleUse: 'Käytä eSIMiä',
    titleTrouble: 'Ratkaise ongelma',
    titleRemoved: 'eSIM on poistettu',
    install: 'Asenna eSIM',
    smdp: 'SM-DP+-osoite',
    confirmation: 'Vahvistuskoodi',
    code: 'Aktivointikoodi',
    qr: 'QR-koodi, joka asentaa eSIMin',
  },
};
