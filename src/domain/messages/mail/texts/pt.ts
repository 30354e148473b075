import type { Texts } from './en.ts';

export const pt: Texts = {
  greeting: 'Olá, {name},',
  greetingNobody: 'Olá,',
  closing: 'Boa viagem!',

  confirmationSubject: 'Os seus dados móveis estão prontos',
  confirmationIntro:
    '{count, plural, one {Tem um pacote de dados à espera para a sua viagem.} other {Tem # pacotes de dados à espera para a sua viagem.}}',
  howToInstall:
    'Abra a aplicação e instale o seu eSIM antes de partir, enquanto tem Wi-Fi. Demora apenas alguns minutos.',
  howToUseCode:
    '{count, plural, one {Para obter o seu eSIM, abra a ligação no telemóvel ou introduza o código na aplicação.} other {Para obter o seu eSIM, abra as ligações no telemóvel ou introduza os códigos na aplicação.}}',
  howToClaim: 'Abra a ligação e introduza o seu endereço de e-mail: receberá o código por e-mail.',

  claimSubject: 'O seu código para dados móveis',
  claimIntro:
    'Aqui está o seu código. Abra a ligação no telemóvel, ou introduza o código na aplicação, e o seu eSIM fica instalado em poucos minutos.',

  reminderSubject: 'A partida está próxima: o seu eSIM está pronto?',
  reminderSubjectInstalled: 'A partida está próxima: o seu eSIM está pronto',
  reminderOn: 'A sua viagem começa a {date}.',
  reminderSoon: 'A sua viagem começa em breve.',
  reminderToInstall:
    'O seu eSIM ainda não está no seu telemóvel. Instale-o antes de partir, enquanto tem Wi-Fi.',
  reminderToUseCode:
    '{count, plural, one {O seu código ainda não foi utilizado. Utilize-o antes de partir, enquanto tem Wi-Fi.} other {# dos seus códigos ainda não foram utilizados. Utilize-os antes de partir, enquanto tem Wi-Fi.}}',
  reminderInstalled: 'O seu eSIM já está no seu telemóvel.',
  onArrival: 'À chegada, escolha o eSIM para os dados móveis e ative o roaming de dados.',

  lowSubject: 'Já utilizou {percent} do seu pacote de dados',
  lowIntro: 'Já utilizou {percent} do seu pacote de dados.',
  lowLeft: 'Ainda disponível: {size}.',
  lowMore: 'Na aplicação pode ver o que resta e adicionar mais.',
  usedUpSubject: 'O seu pacote de dados esgotou-se',
  usedUpIntro: 'Utilizou todo o seu pacote de dados.',

  expiringSubject: 'O seu pacote de dados termina em breve',
  expiringIntro: 'Pode utilizar o seu pacote de dados até {moment}.',
  expiringSoon: 'O seu pacote de dados termina em breve.',

  anyDestination: 'Destino à sua escolha',
  countries: 'Para: {countries}',
  unlimited: 'Dados ilimitados',
  days: '{days, plural, one {# dia a partir da primeira utilização} other {# dias a partir da primeira utilização}}',
  departure: 'Partida: {date}',
  code: 'O seu código',
  validUntil: 'Válido até {date}',
  useCode: 'Utilizar o código',
  getCode: 'Obter o código',
  passOn:
    'É para alguém que viaja consigo? Com esta ligação, essa pessoa recebe o código por e-mail:',
  colon: '{label}:',
  scan: 'Está a ler isto num computador? Digitalize a imagem com o telemóvel.',
  qrAlt: 'Código QR que abre a aplicação com o código {code}',
  installEsim: 'Instalar o eSIM',
  openApp: 'Abrir a aplicação',
  howToInstallHere:
    'Abra a ligação abaixo no telemóvel e instale o seu eSIM antes de partir, enquanto tem Wi-Fi. Demora apenas alguns minutos.',
  howToUseCodeHere:
    '{count, plural, one {Para obter o seu eSIM, abra a ligação no telemóvel.} other {Para obter o seu eSIM, abra as ligações no telemóvel.}}',
  claimIntroHere:
    'Aqui está o seu código. Abra a ligação no telemóvel e o seu eSIM fica instalado em poucos minutos.',
  lowMoreHere: 'Na ligação abaixo vê quanto resta.',
  openEsim: 'Ver o meu eSIM',
  readySubject: 'A ligação para o seu eSIM',
  readyIntro:
    'Com esta ligação instala o seu eSIM e vê quantos dados restam. Abra-a no telemóvel com que viaja e guarde-a para si.',

  receiptSubject: 'O seu recibo',
  receiptIntro: 'Obrigado pela sua compra. Pagou {amount}, impostos incluídos.',
  receiptNumber: 'Número da compra: {number}',
  receiptSeller: 'Vendido por {seller}',
  refundedSubject: 'O seu dinheiro está a caminho',
  refundedIntro:
    'Vamos devolver {amount} pelo mesmo meio de pagamento. Pode demorar até dez dias a chegar.',

  whyTrip: 'Recebe este e-mail de {partner} por causa da sua viagem.',
  whyClaim:
    'Recebe este e-mail de {partner} porque foi pedido um código com este endereço. Se não foi você, pode ignorá-lo.',
  whyPurchase: 'Recebe este e-mail de {partner} devido à sua compra.',
};

export const ptBR: Partial<Texts> = {
  confirmationSubject: 'Seus dados móveis estão prontos',
  confirmationIntro:
    '{count, plural, one {Um pacote de dados está à sua espera para a viagem.} other {# pacotes de dados estão à sua espera para a viagem.}}',
  howToInstall:
    'Abra o aplicativo e instale seu eSIM antes de viajar, enquanto estiver no Wi-Fi. Leva só alguns minutos.',
  howToUseCode:
    '{count, plural, one {Para receber seu eSIM, abra o link no celular ou digite o código no aplicativo.} other {Para receber seu eSIM, abra os links no celular ou digite os códigos no aplicativo.}}',
  howToClaim: 'Abra o link e digite seu e-mail: você receberá o código por lá.',
  claimSubject: 'Seu código de dados móveis',
  claimIntro:
    'Aqui está seu código. Abra o link no celular, ou digite o código no aplicativo, e seu eSIM será instalado em poucos minutos.',
  reminderSubject: 'Sua viagem está chegando: o eSIM está pronto?',
  reminderSubjectInstalled: 'Sua viagem está chegando: seu eSIM está pronto',
  reminderOn: 'Sua viagem começa em {date}.',
  reminderSoon: 'Sua viagem começa em breve.',
  reminderToInstall:
    'Seu eSIM ainda não está no celular. Instale antes de viajar, enquanto estiver no Wi-Fi.',
  reminderToUseCode:
    '{count, plural, one {Seu código ainda não foi usado. Use antes de viajar, enquanto estiver no Wi-Fi.} other {# dos seus códigos ainda não foram usados. Use-os antes de viajar, enquanto estiver no Wi-Fi.}}',
  reminderInstalled: 'Seu eSIM já está no celular.',
  onArrival: 'Ao chegar, escolha o eSIM para os dados móveis e ative o roaming de dados.',
  lowSubject: 'Você já usou {percent} do seu pacote de dados',
  lowIntro: 'Você já usou {percent} do seu pacote de dados.',
  lowMore: 'No aplicativo você vê quanto resta e pode adicionar mais.',
  usedUpSubject: 'Seu pacote de dados acabou',
  usedUpIntro: 'Você usou todo o seu pacote de dados.',
  expiringSubject: 'Seu pacote de dados expira em breve',
  expiringIntro: 'Você pode usar seu pacote de dados até {moment}.',
  expiringSoon: 'Seu pacote de dados expira em breve.',
  anyDestination: 'Destino à sua escolha',
  days: '{days, plural, one {# dia a partir do primeiro uso} other {# dias a partir do primeiro uso}}',
  code: 'Seu código',
  useCode: 'Usar o código',
  getCode: 'Receber o código',
  passOn: 'É para alguém que viaja com você? Com este link, a pessoa recebe o código por e-mail:',
  scan: 'Está lendo no computador? Escaneie a imagem com o celular.',
  qrAlt: 'QR code que abre o aplicativo com o código {code}',
  openApp: 'Abrir o aplicativo',
  howToInstallHere:
    'Abra o link abaixo no celular e instale seu eSIM antes de viajar, enquanto estiver no Wi-Fi. Leva só alguns minutos.',
  howToUseCodeHere:
    '{count, plural, one {Para receber seu eSIM, abra o link no celular.} other {Para receber seu eSIM, abra os links no celular.}}',
  claimIntroHere:
    'Aqui está seu código. Abra o link no celular e seu eSIM será instalado em poucos minutos.',
  lowMoreHere: 'No link abaixo você vê quanto resta.',
  openEsim: 'Ver meu eSIM',
  readySubject: 'O link do seu eSIM',
  readyIntro:
    'Com este link você instala seu eSIM e vê quanto resta dos seus dados. Abra-o no celular que você leva na viagem e guarde-o para você.',
  whyTrip: 'Você recebeu este e-mail de {partner} por causa da sua viagem.',
  whyClaim:
    'Você recebeu este e-mail de {partner} porque um código foi solicitado com este endereço. Se não foi você, pode ignorá-lo.',
  receiptSubject: 'Seu recibo',
  receiptIntro: 'Obrigado pela sua compra. Você pagou {amount}, com impostos.',
  receiptNumber: 'Número da compra: {number}',
  receiptSeller: 'Vendido por {seller}',
  refundedSubject: 'Seu dinheiro está a caminho',
  refundedIntro:
    'Estamos devolvendo {amount} pelo mesmo meio de pagamento. Pode levar até dez dias.',
  whyPurchase: 'Você recebe este e-mail de {partner} por causa da sua compra.',
};
