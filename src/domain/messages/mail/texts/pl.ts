import type { Texts } from './en.ts';

export const pl: Texts = {
  greeting: 'Dzień dobry, {name}!',
  greetingNobody: 'Dzień dobry!',
  closing: 'Udanej podróży!',

  confirmationSubject: 'Państwa internet mobilny jest gotowy',
  confirmationIntro:
    '{count, plural, one {Na Państwa podróż czeka pakiet danych.} few {Na Państwa podróż czekają # pakiety danych.} many {Na Państwa podróż czeka # pakietów danych.} other {Na Państwa podróż czeka # pakietu danych.}}',
  howToInstall:
    'Prosimy otworzyć aplikację i zainstalować eSIM przed wyjazdem, korzystając z Wi-Fi. Zajmie to tylko kilka minut.',
  howToUseCode:
    '{count, plural, one {Aby otrzymać eSIM, prosimy otworzyć link w telefonie lub wpisać kod w aplikacji.} other {Aby otrzymać eSIM, prosimy otworzyć linki w telefonie lub wpisać kody w aplikacji.}}',
  howToClaim: 'Prosimy otworzyć link i podać adres e-mail: kod wyślemy pocztą elektroniczną.',

  claimSubject: 'Państwa kod na internet mobilny',
  claimIntro:
    'Oto Państwa kod. Prosimy otworzyć link w telefonie lub wpisać kod w aplikacji, a eSIM będzie zainstalowana w kilka minut.',

  reminderSubject: 'Wyjazd już blisko: czy eSIM jest gotowa?',
  reminderSubjectInstalled: 'Wyjazd już blisko: eSIM jest gotowa',
  reminderOn: 'Początek Państwa podróży: {date}.',
  reminderSoon: 'Państwa podróż wkrótce się zacznie.',
  reminderToInstall:
    'eSIM nie ma jeszcze w Państwa telefonie. Prosimy zainstalować ją przed wyjazdem, korzystając z Wi-Fi.',
  reminderToUseCode:
    '{count, plural, one {Państwa kod nie został jeszcze użyty. Prosimy użyć go przed wyjazdem, korzystając z Wi-Fi.} few {# kody nie zostały jeszcze użyte. Prosimy użyć ich przed wyjazdem, korzystając z Wi-Fi.} many {# kodów nie zostało jeszcze użytych. Prosimy użyć ich przed wyjazdem, korzystając z Wi-Fi.} other {# kodu nie zostało jeszcze użyte. Prosimy użyć ich przed wyjazdem, korzystając z Wi-Fi.}}',
  reminderInstalled: 'eSIM jest już w Państwa telefonie.',
  onArrival:
    'Po przyjeździe prosimy wybrać eSIM do transmisji danych i włączyć dla niej roaming danych.',

  lowSubject: 'Wykorzystano {percent} pakietu danych',
  lowIntro: 'Wykorzystano {percent} Państwa pakietu danych.',
  lowLeft: 'Pozostało: {size}.',
  lowMore: 'W aplikacji można sprawdzić, ile zostało, i dokupić więcej danych.',
  usedUpSubject: 'Pakiet danych został wykorzystany',
  usedUpIntro: 'Państwa pakiet danych został w całości wykorzystany.',

  expiringSubject: 'Państwa pakiet danych wkrótce wygaśnie',
  expiringIntro: 'Z pakietu danych można korzystać do: {moment}.',
  expiringSoon: 'Państwa pakiet danych wkrótce wygaśnie.',

  anyDestination: 'Dowolnie wybrany kierunek',
  countries: 'Kraje: {countries}',
  unlimited: 'Dane bez limitu',
  days: '{days, plural, one {# dzień od pierwszego użycia} few {# dni od pierwszego użycia} many {# dni od pierwszego użycia} other {# dnia od pierwszego użycia}}',
  departure: 'Wyjazd: {date}',
  code: 'Państwa kod',
  validUntil: 'Ważny do {date}',
  useCode: 'Użyj kodu',
  getCode: 'Odbierz kod',
  passOn: 'Kod jest dla kogoś, kto podróżuje z Państwem? Dzięki temu linkowi otrzyma go e-mailem:',
  colon: '{label}:',
  scan: 'Czytają to Państwo na komputerze? Prosimy zeskanować obraz telefonem.',
  qrAlt: 'Kod QR, który otwiera aplikację z kodem {code}',
  installEsim: 'Zainstaluj eSIM',
  openApp: 'Otwórz aplikację',
  howToInstallHere:
    'Prosimy otworzyć poniższy link w telefonie i zainstalować eSIM przed wyjazdem, korzystając z Wi-Fi. Zajmie to tylko kilka minut.',
  howToUseCodeHere:
    '{count, plural, one {Aby otrzymać eSIM, prosimy otworzyć link w telefonie.} few {Aby otrzymać eSIM, prosimy otworzyć linki w telefonie.} many {Aby otrzymać eSIM, prosimy otworzyć linki w telefonie.} other {Aby otrzymać eSIM, prosimy otworzyć linki w telefonie.}}',
  claimIntroHere:
    'Oto Państwa kod. Prosimy otworzyć link w telefonie, a eSIM będzie zainstalowana w kilka minut.',
  lowMoreHere: 'Pod poniższym linkiem można sprawdzić, ile zostało.',
  openEsim: 'Pokaż moją eSIM',
  readySubject: 'Link do Państwa eSIM',
  readyIntro:
    'Ten link pozwala zainstalować eSIM i sprawdzić, ile danych zostało. Prosimy otworzyć go w telefonie, z którym Państwo podróżują, i nie przekazywać go dalej.',

  receiptSubject: 'Twoje potwierdzenie zakupu',
  receiptIntro: 'Dziękujemy za zakup. Zapłacono {amount} wraz z podatkiem.',
  receiptNumber: 'Numer zakupu: {number}',
  receiptSeller: 'Sprzedawca: {seller}',
  refundedSubject: 'Twoje pieniądze są w drodze powrotnej',
  refundedIntro:
    'Zwracamy {amount} w taki sposób, w jaki zapłacono. Może to potrwać do dziesięciu dni.',

  whyTrip: 'Tę wiadomość wysyła {partner} w związku z Państwa podróżą.',
  whyClaim:
    'Tę wiadomość wysyła {partner}, ponieważ z użyciem tego adresu poproszono o kod. Jeśli to nie Państwo, prosimy ją zignorować.',
  whyPurchase: 'Otrzymujesz tę wiadomość od {partner} w związku z zakupem.',
};
