import type { TripTexts } from './en.ts';

export const hu: TripTexts = {
  nextTitle: 'Mi történik ezután',
  nextCode: 'A kódot elküldjük e-mailben.',
  nextInstall:
    'Nyissa meg a hivatkozást azon a telefonon, amellyel utazik, és telepítse az eSIM-et. Körülbelül két percig tart.',
  nextArrive: 'Érkezéskor kapcsolja be az eSIM-et, és már online is van.',
  esimTitle: 'Mi az az eSIM?',
  esimText:
    'SIM kártya nélkül: letölti a telefonjára. Saját SIM-kártyája és telefonszáma változatlan marad.',
  phoneTitle: 'Működik a telefonomon?',
  phoneText: 'A telefonnak támogatnia kell az eSIM-et, és nem lehet egyetlen szolgáltatóhoz kötve.',
  model: 'Az Ön telefonja',
  modelHint: 'Gyártó és modell, például iPhone 15 vagy Galaxy S24.',
  check: 'Ellenőrzés',
  modelYes: '{device}: támogatja az eSIM-et.',
  modelNo: '{device}: nem támogatja az eSIM-et.',
  modelUnknown:
    'Nem ismerjük ezt: „{device}”. Tárcsázza a telefonon a *#06# kódot: ha megjelenik egy EID, támogatja az eSIM-et.',
  sentTo: 'A kódot erre a címre küldjük: {email}. Néhány percen belül megérkezik.',
  wrongAddress: 'Hibás a cím?',
  wrongAddressText:
    'Egyszer kijavíthatja, 15 percen belül. A korábban küldött kód ekkor érvényét veszti.',
  correct: 'Küldés inkább erre a címre',
  getTitle: 'Kérje le az eSIM-jét',
  getIntro: '{partner} mobilinternetet ad az utazásához. Az eSIM-je egy pillanat alatt elkészül.',
  emailHint: 'Az eSIM hivatkozását erre a címre küldjük.',
  knownAddress: 'Az eSIM hivatkozását arra a címre is elküldjük, amelyre a kód érkezett.',
  getEsim: 'Kérem az eSIM-et',
  otherAddress: 'Másik e-mail-cím használata',
  where: 'Hová utazik?',
  whereMissing: 'Válassza ki, hová utazik.',
  whereNone: 'Ehhez az úti célhoz nincs adat. Válasszon másikat.',
  continueHere: 'Folytatás ezen az eszközön',
  linkSent: 'Az eSIM hivatkozása úton van ide: {email}. Néhány percen belül megérkezik.',
  usedTitle: 'Ezt a kódot már felhasználták',
  usedText:
    'Az eSIM hivatkozását az akkor megadott e-mail-címre küldtük. Oda még egyszer el tudjuk küldeni.',
  sendAgain: 'Hivatkozás újraküldése',
  freshSent:
    'Ha ismerjük ezt a hivatkozást, egy új már úton van arra az e-mail-címre, amelyre az első ment.',
  makingTitle: 'Előkészítjük az eSIM-jét',
  makingText:
    'Ez eltarthat néhány percig. Itt megvárhatja: az oldal magától továbblép. Ha bezárja, semmi sem vész el.',
  lookAgain: 'Megnézem újra',
  endedTitle: 'Ez a hivatkozás lejárt',
  endedText:
    'Az eSIM védelmében a hivatkozások korlátozott ideig érvényesek. Újat tudunk küldeni ugyanarra az e-mail-címre.',
  sendFresh: 'Új hivatkozást kérek',
  openTitle: 'Nyissa meg mobilinternetét',
  openText:
    'Az eSIM védelme érdekében azt az e-mail-címet kérjük, amelyre ezt a hivatkozást küldtük.',
  open: 'Megnyitás',
  openWrong:
    'Erre a címre nem küldtük el a hivatkozást. Ellenőrizze, vagy adja meg azt, amelyre az e-mailt kapta.',
  tripTitle: 'Az Ön mobilinternete',
  tripLead: '{partner} mobilinternetet ad az utazásához.',
  addData: 'Hozzáadás az eSIM-emhez',
  yourData: 'Az Ön adatkerete',
  left: 'Maradt: {left} / {total}',
  until: 'Érvényes eddig: {moment}',
  usedUp: 'Elfogyott',
  expired: 'Már nem érvényes',
  waiting: 'Még nincs az eSIM-jén',
  making: 'Előkészítés alatt',
  showEsim: 'Az eSIM megjelenítése',
  allEsims: 'Minden adatkeret',
  trouble: 'Valami nem működik?',
  notFoundTitle: 'Itt nincs oldal',
  notFoundText:
    'Ellenőrizze, hogy teljes-e a cím, vagy nyissa meg újra az e-mailben kapott hivatkozást.',
};
