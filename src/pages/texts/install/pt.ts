import type { InstallTexts } from './en.ts';

export const pt: InstallTexts = {
  title: 'Instale o seu eSIM',
  lead: '{partner} tem um eSIM para si. Instale-o enquanto tem Wi-Fi, antes de partir. Demora cerca de dois minutos.',
  oneTapHint: 'O telemóvel pede-lhe que confirme.',
  steps: 'Passo a passo',
  wifi: 'Ligue-se a uma rede Wi-Fi.',
  tap: 'Toque no botão e siga o que o telemóvel mostra. Se nada abrir, use o código QR ou os códigos abaixo.',
  scan: 'Leia o código QR com o dispositivo com que viaja e siga o que ele mostra.',
  byHand:
    'Nas definições do dispositivo, adicione um eSIM e escolha introduzir os dados manualmente. Copie os códigos desta página.',
  keep: 'Não apague o eSIM depois: só pode ser instalado uma vez.',
  arrive: 'À chegada, ative o eSIM e permita para ele o roaming de dados.',
  oldPhone:
    'Neste iPhone, o eSIM instala-se com um código QR ou manualmente. A partir do iOS 17.4 basta um toque.',
  scanText:
    'Leia este código QR com a câmara do dispositivo com que viaja, ou a partir das respetivas definições, onde se adiciona um eSIM.',
  qrLabel: 'Código QR que instala o seu eSIM',
  otherDevice: 'Instalar noutro dispositivo',
  thisDevice: 'Instalar neste dispositivo',
  onApple: 'No iPhone ou iPad',
  onAndroid: 'No Android',
  manual: 'Introduzir os códigos manualmente',
  smdp: 'Endereço SM-DP+',
  confirmationCode: 'Código de confirmação',
  matching: 'Código de ativação',
  whole: 'Se o dispositivo pedir só um código',
  empty: 'Deixe este campo vazio.',
  copy: 'Copiar',
  copied: 'Copiado',
  selected: 'Selecionado. Copie agora.',
  confirmation: 'O dispositivo vai pedir um código de confirmação. Quem o fornece é {partner}.',
  inAppTitle: 'Abra esta página em {browser}',
  inAppText:
    'Está a lê-la dentro de {app}, onde a instalação não pode começar. Abra o menu de {app} e escolha aí o seu navegador, ou copie o endereço desta página.',
  inAppAny:
    'Está a lê-la dentro de outra aplicação, onde a instalação pode não começar. Abra o menu dessa aplicação e escolha aí o seu navegador, ou copie o endereço desta página.',
  openIn: 'Abrir em {browser}',
  copyAddress: 'Copiar o endereço desta página',
  installedTitle: 'O seu eSIM está instalado',
  installedText: 'Já está num dispositivo. Não há mais nada para instalar.',
  enabledTitle: 'O seu eSIM está ligado',
  enabledText: 'Está instalado e ligado. Não há mais nada para instalar.',
  next: 'O que fazer a seguir',
  switchOn: 'Ative o eSIM nas definições do dispositivo.',
  useData: 'Escolha-o para os dados móveis.',
  roaming: 'Permita para ele o roaming de dados.',
  removedTitle: 'Este eSIM já não pode ser instalado',
  removedText: 'Foi apagado do dispositivo ou substituído.',
};

export const ptBR: Partial<InstallTexts> = {
  title: 'Instale seu eSIM',
  lead: '{partner} tem um eSIM para você. Instale enquanto tiver Wi-Fi, antes de viajar. Leva cerca de dois minutos.',
  oneTapHint: 'O celular pede que você confirme.',
  wifi: 'Conecte-se a uma rede Wi-Fi.',
  tap: 'Toque no botão e siga o que o celular mostrar. Se nada abrir, use o QR code ou os códigos abaixo.',
  scan: 'Escaneie o QR code com o aparelho que você leva na viagem e siga o que ele mostrar.',
  byHand:
    'Nos ajustes do aparelho, adicione um eSIM e escolha inserir os dados manualmente. Copie os códigos desta página.',
  keep: 'Não apague o eSIM depois: ele só pode ser instalado uma vez.',
  arrive: 'Ao chegar, ative o eSIM e permita o roaming de dados para ele.',
  oldPhone:
    'Neste iPhone, o eSIM é instalado com um QR code ou manualmente. A partir do iOS 17.4 basta um toque.',
  scanText:
    'Escaneie este QR code com a câmera do aparelho que você leva na viagem, ou pelos ajustes dele, onde se adiciona um eSIM.',
  qrLabel: 'QR code que instala seu eSIM',
  otherDevice: 'Instalar em outro aparelho',
  thisDevice: 'Instalar neste aparelho',
  manual: 'Digitar os códigos manualmente',
  whole: 'Se o aparelho pedir só um código',
  confirmation: 'O aparelho vai pedir um código de confirmação. Quem fornece é {partner}.',
  inAppTitle: 'Abra esta página no {browser}',
  inAppText:
    'Você está lendo dentro de {app}, onde a instalação não pode começar. Abra o menu de {app} e escolha ali seu navegador, ou copie o endereço desta página.',
  inAppAny:
    'Você está lendo dentro de outro aplicativo, onde a instalação pode não começar. Abra o menu desse aplicativo e escolha ali seu navegador, ou copie o endereço desta página.',
  openIn: 'Abrir no {browser}',
  installedTitle: 'Seu eSIM está instalado',
  installedText: 'Ele já está em um aparelho. Não há mais nada para instalar.',
  enabledTitle: 'Seu eSIM está ligado',
  enabledText: 'Ele está instalado e ligado. Não há mais nada para instalar.',
  switchOn: 'Ative o eSIM nos ajustes do aparelho.',
  useData: 'Escolha-o para os dados celulares.',
  roaming: 'Permita o roaming de dados para ele.',
  removedTitle: 'Este eSIM não pode mais ser instalado',
  removedText: 'Ele foi apagado do aparelho ou substituído.',
};
