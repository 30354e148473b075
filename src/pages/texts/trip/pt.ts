import type { TripTexts } from './en.ts';

export const pt: TripTexts = {
  nextTitle: 'O que acontece a seguir',
  nextCode: 'Enviamos-lhe o código por e-mail.',
  nextInstall:
    'Abra a ligação no telemóvel com que viaja e instale o eSIM. Demora cerca de dois minutos.',
  nextArrive: 'À chegada, ative o eSIM e já está ligado à Internet.',
  esimTitle: 'O que é um eSIM?',
  esimText:
    'Um SIM sem cartão: transfere-o para o telemóvel. O seu cartão SIM e o seu número ficam como estão.',
  phoneTitle: 'Funciona no meu telemóvel?',
  phoneText: 'O telemóvel tem de suportar eSIM e não pode estar bloqueado a um operador.',
  model: 'O seu telemóvel',
  modelHint: 'Marca e modelo, por exemplo iPhone 15 ou Galaxy S24.',
  check: 'Verificar',
  modelYes: '{device}: suporta eSIM.',
  modelNo: '{device}: não suporta eSIM.',
  modelUnknown:
    'Não conhecemos «{device}». Marque *#06# no telemóvel: se aparecer um EID, suporta eSIM.',
  sentTo: 'Estamos a enviar o seu código para {email}. Deve chegar dentro de alguns minutos.',
  wrongAddress: 'O endereço está errado?',
  wrongAddressText:
    'Pode corrigi-lo uma vez, no prazo de 15 minutos. O código enviado antes deixa então de funcionar.',
  correct: 'Enviar antes para este endereço',
  getTitle: 'Obtenha o seu eSIM',
  getIntro: '{partner} tem dados móveis para a sua viagem. O seu eSIM fica pronto num instante.',
  emailHint: 'A ligação para o seu eSIM é enviada para este endereço.',
  knownAddress: 'A ligação para o seu eSIM também é enviada para o endereço que recebeu o código.',
  getEsim: 'Obter o meu eSIM',
  otherAddress: 'Utilizar outro endereço de e-mail',
  where: 'Para onde vai?',
  whereMissing: 'Escolha para onde vai.',
  whereNone: 'Não há dados para este destino. Escolha outro.',
  continueHere: 'Continuar neste dispositivo',
  linkSent:
    'A ligação para o seu eSIM está a caminho de {email}. Deve chegar dentro de alguns minutos.',
  usedTitle: 'Este código já foi utilizado',
  usedText:
    'A ligação para o eSIM foi enviada para o endereço de e-mail indicado nessa altura. Podemos enviá-la de novo para lá.',
  sendAgain: 'Enviar a ligação de novo',
  freshSent:
    'Se conhecermos esta ligação, uma nova está a caminho do endereço de e-mail que recebeu a primeira.',
  makingTitle: 'Estamos a preparar o seu eSIM',
  makingText:
    'Pode demorar alguns minutos. Pode esperar aqui: a página continua sozinha. Se a fechar, nada se perde.',
  lookAgain: 'Ver de novo',
  endedTitle: 'Esta ligação expirou',
  endedText:
    'As ligações para um eSIM funcionam durante um tempo limitado, para o proteger. Podemos enviar uma nova para o mesmo endereço de e-mail.',
  sendFresh: 'Enviar-me uma nova ligação',
  openTitle: 'Abra os seus dados móveis',
  openText:
    'Para proteger o seu eSIM, pedimos o endereço de e-mail para o qual enviámos esta ligação.',
  open: 'Abrir',
  openWrong:
    'Não enviámos esta ligação para esse endereço. Verifique-o ou indique aquele em que recebeu o e-mail.',
  tripTitle: 'Os seus dados móveis',
  tripLead: '{partner} tem dados móveis para a sua viagem.',
  addData: 'Adicionar ao meu eSIM',
  yourData: 'Os seus dados',
  left: 'Restam {left} de {total}',
  until: 'Válido até {moment}',
  usedUp: 'Esgotado',
  expired: 'Já não é válido',
  waiting: 'Ainda não está no seu eSIM',
  making: 'Em preparação',
  showEsim: 'Ver o eSIM',
  allEsims: 'Todos os seus dados',
  trouble: 'Algo não funciona?',
  notFoundTitle: 'Não há nenhuma página aqui',
  notFoundText: 'Verifique se o endereço está completo ou abra de novo a ligação do seu e-mail.',
};

export const ptBR: Partial<TripTexts> = {
  nextTitle: 'O que acontece depois',
  nextCode: 'Enviamos o código para você por e-mail.',
  nextInstall:
    'Abra o link no celular que você leva na viagem e instale o eSIM. Leva cerca de dois minutos.',
  nextArrive: 'Ao chegar, ative o eSIM e pronto: você está conectado.',
  esimText:
    'Um chip sem chip: você o baixa no celular. Seu próprio chip e seu número continuam como estão.',
  phoneTitle: 'Funciona no meu celular?',
  phoneText:
    'O celular precisa ser compatível com eSIM e não pode estar bloqueado por uma operadora.',
  model: 'Seu celular',
  modelYes: '{device}: compatível com eSIM.',
  modelNo: '{device}: não é compatível com eSIM.',
  modelUnknown:
    'Não conhecemos “{device}”. Digite *#06# no celular: se aparecer um EID, ele é compatível com eSIM.',
  sentTo: 'Estamos enviando seu código para {email}. Ele deve chegar em alguns minutos.',
  wrongAddressText:
    'Você pode corrigi-lo uma vez, em até 15 minutos. O código enviado antes deixa de funcionar.',
  correct: 'Enviar para este endereço',
  getTitle: 'Receba seu eSIM',
  getIntro: '{partner} tem dados móveis para a sua viagem. Seu eSIM fica pronto em instantes.',
  emailHint: 'O link do seu eSIM é enviado para este endereço.',
  knownAddress: 'O link do seu eSIM também é enviado para o endereço que recebeu o código.',
  getEsim: 'Receber meu eSIM',
  otherAddress: 'Usar outro endereço de e-mail',
  where: 'Para onde você vai?',
  whereMissing: 'Escolha para onde você vai.',
  continueHere: 'Continuar neste aparelho',
  linkSent: 'O link do seu eSIM está a caminho de {email}. Ele deve chegar em alguns minutos.',
  usedTitle: 'Este código já foi usado',
  usedText:
    'O link do eSIM foi enviado para o endereço de e-mail informado na época. Podemos enviá-lo de novo para lá.',
  sendAgain: 'Enviar o link de novo',
  freshSent:
    'Se conhecemos este link, um novo está a caminho do endereço de e-mail que recebeu o primeiro.',
  makingTitle: 'Estamos preparando seu eSIM',
  makingText:
    'Isso pode levar alguns minutos. Você pode esperar aqui: a página continua sozinha. Se fechá-la, nada se perde.',
  endedTitle: 'Este link expirou',
  endedText:
    'Os links de um eSIM funcionam por tempo limitado, para protegê-lo. Podemos enviar um novo para o mesmo endereço de e-mail.',
  sendFresh: 'Receber um novo link',
  openTitle: 'Abra seus dados móveis',
  openText: 'Para proteger seu eSIM, pedimos o endereço de e-mail para o qual enviamos este link.',
  open: 'Abrir',
  openWrong:
    'Não enviamos este link para esse endereço. Verifique-o ou informe aquele em que você recebeu o e-mail.',
  tripTitle: 'Seus dados móveis',
  addData: 'Adicionar ao meu eSIM',
  yourData: 'Seus dados',
  expired: 'Não é mais válido',
  waiting: 'Ainda não está no seu eSIM',
  allEsims: 'Todos os seus dados',
  notFoundText: 'Verifique se o endereço está completo ou abra de novo o link do seu e-mail.',
};
