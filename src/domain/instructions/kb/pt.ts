import type { Language } from './en.ts';

export const pt: Language = {
  menus: {
    iosSettings: 'Definições',
    iosCellular: 'Rede móvel',
    iosAddEsim: 'Adicionar eSIM',
    iosUseQr: null,
    iosManual: null,
    iosRoaming: 'Roaming de dados',
    iosData: 'Dados móveis',
    androidSettings: 'Definições',
    androidNetwork: 'Rede e Internet',
    androidSims: 'SIMs',
    androidAddSim: 'Adicionar SIM',
    androidRoaming: 'Roaming',
    androidApn: 'Nomes dos pontos de acesso',
    samsungConnections: 'Ligações',
    samsungSimManager: 'Gestor SIM',
    samsungAddEsim: 'Adicionar eSIM',
    samsungNetworks: 'Redes móveis',
    samsungRoaming: null,
    samsungData: 'Dados móveis',
  },
  steps: {
    waitForEsim:
      'O seu eSIM ainda não está pronto. Volte a abrir a aplicação um pouco mais tarde; a instalação começa aí.',
    checkEid:
      'Abra a aplicação Telefone e marque *#06#. Se aparecer um EID, o dispositivo suporta eSIM.',
    checkUnlocked:
      'Confirme que o dispositivo não está bloqueado a um operador. A loja onde o comprou pode dizer-lho.',
    wifi: 'Ligue-se ao Wi-Fi. Faça-o em casa, antes de partir.',
    tapInstall: 'Toque em «{install}» no próprio dispositivo.',
    open: 'Abra {path}.',
    choose: 'Escolha {path}.',
    chooseEsim: 'Se lhe for perguntado, escolha um eSIM e não um cartão SIM.',
    scan: 'Leia o código QR abaixo. Tem de estar noutro ecrã ou em papel.',
    enter: 'Introduza o endereço SM-DP+ e o código de ativação indicados abaixo.',
    chooseEnter: 'Escolha introduzir o código à mão em vez de o ler.',
    confirm:
      'Confirme e espere até o dispositivo dizer que o eSIM foi adicionado. Demora um a dois minutos.',
    otherWay: 'Não acontece nada? Abra {path} e use o código QR ou os códigos abaixo.',
    nameLine: 'Dê à nova linha o nome «Viagem», para a reconhecer.',
    keepLine: 'Mantenha a sua linha habitual para chamadas e mensagens.',
    turnOn: 'Abra {path} e ligue a nova linha. O interruptor fica com cor.',
    useForData: 'Abra {path} e escolha a nova linha para os dados móveis.',
    roamingOn:
      'Abra {path}, escolha a nova linha e ligue {toggle}. Sem isso não há dados no estrangeiro.',
    homeRoamingOff:
      'Deixe o roaming de dados da sua linha habitual desligado, para não lhe custar nada.',
    arrive: 'À chegada, espere até cinco minutos. Deve ver o nome de uma rede e 4G ou 5G.',
    keepEsim:
      'Não apague o eSIM, mesmo que os dados tenham acabado. Normalmente só se instala uma vez.',
    flightMode: 'Ligue o modo de voo, espere dez segundos e desligue-o.',
    restart: 'Reinicie o dispositivo.',
    network:
      'Deixe o dispositivo escolher a rede automaticamente. Se não encontrar nenhuma, escolha outra à mão.',
    checkData: 'Veja na aplicação se ainda tem dados e se o pacote abrange o país onde está.',
    apn: 'Abra {path}, escolha a nova linha e depois {toggle}. Não mude nada; se a lista estiver vazia, peça o nome certo.',
    saver: 'Desligue a poupança de dados e pare as transferências grandes.',
    coverage: 'Mude de lugar, para junto de uma janela ou para o exterior, e tente de novo.',
    update: 'Instale a versão mais recente do sistema operativo e tente de novo.',
    cleanQr:
      'Mostre o código QR grande e luminoso e leia-o a partir de outro ecrã. Não use uma fotografia dele.',
    codeOnce:
      'O código só funciona uma vez. Abra {path} e veja se o eSIM já lá está; se estiver, ligue-o.',
    removed:
      'O eSIM foi removido deste dispositivo. Não volte a usar o código antigo; normalmente já não funciona.',
    askNew: 'Peça um novo eSIM a {partner}. Os pacotes ainda válidos não se perdem.',
    otherDevice:
      'Instale o eSIM no telemóvel, não neste dispositivo. Abra lá estas instruções ou leia com ele o código QR.',
    help: 'Ainda não funciona? Pergunte a {partner}. Diga que dispositivo tem e que mensagem vê.',
  },
  words: {
    titleInstall: 'Instalar o seu eSIM',
    titleWait: 'Preparar-se para o seu eSIM',
    titleUse: 'Usar o seu eSIM',
    titleTrouble: 'Resolver o problema',
    titleRemoved: 'O seu eSIM foi removido',
    install: 'Instalar eSIM',
    smdp: 'Endereço SM-DP+',
    confirmation: 'Código de confirmação',
    code: 'Código de ativação',
    qr: 'Código QR que instala o eSIM',
  },
};

export const ptBR: Language = {
  menus: {
    iosSettings: 'Ajustes',
    iosCellular: 'Celular',
    iosAddEsim: 'Adicionar eSIM',
    iosUseQr: null,
    iosManual: null,
    iosRoaming: 'Roaming de Dados',
    iosData: 'Dados Celulares',
    androidSettings: 'Configurações',
    androidNetwork: 'Rede e Internet',
    androidSims: 'Chips',
    androidAddSim: 'Adicionar chip',
    androidRoaming: 'Roaming',
    androidApn: 'Nomes dos pontos de acesso',
    samsungConnections: 'Conexões',
    samsungSimManager: null,
    samsungAddEsim: 'Adicionar eSIM',
    samsungNetworks: 'Redes móveis',
    samsungRoaming: 'Roaming de dados',
    samsungData: 'Dados móveis',
  },
  steps: {
    ...pt.steps,
    waitForEsim:
      'Seu eSIM ainda não está pronto. Abra o app de novo um pouco mais tarde; a instalação começa lá.',
    checkEid:
      'Abra o app Telefone e disque *#06#. Se aparecer um EID, o aparelho é compatível com eSIM.',
    checkUnlocked:
      'Confira se o aparelho não está bloqueado para uma operadora. A loja onde você comprou pode informar.',
    wifi: 'Conecte-se ao Wi-Fi. Faça isso em casa, antes de viajar.',
    tapInstall: 'Toque em “{install}” no próprio aparelho.',
    chooseEsim: 'Se o aparelho perguntar, escolha um eSIM e não um chip físico.',
    scan: 'Escaneie o código QR abaixo. Ele precisa estar em outra tela ou no papel.',
    enter: 'Digite o endereço SM-DP+ e o código de ativação que estão abaixo.',
    chooseEnter: 'Escolha digitar o código em vez de escanear.',
    confirm:
      'Confirme e espere até o aparelho avisar que o eSIM foi adicionado. Leva um ou dois minutos.',
    otherWay: 'Nada acontece? Abra {path} e use o código QR ou os códigos abaixo.',
    nameLine: 'Dê à nova linha o nome “Viagem”, para reconhecê-la.',
    keepLine: 'Mantenha sua linha de sempre para ligações e mensagens.',
    turnOn: 'Abra {path} e ative a nova linha. O botão fica colorido.',
    roamingOn:
      'Abra {path}, escolha a nova linha e ative {toggle}. Sem isso não há dados no exterior.',
    homeRoamingOff:
      'Deixe o roaming de dados da sua linha de sempre desativado, para não pagar nada.',
    arrive: 'Ao chegar, espere até cinco minutos. Você deve ver o nome de uma rede e 4G ou 5G.',
    keepEsim:
      'Não apague o eSIM, mesmo quando os dados acabarem. Em geral, ele só pode ser instalado uma vez.',
    flightMode: 'Ative o modo avião, espere dez segundos e desative.',
    restart: 'Reinicie o aparelho.',
    network:
      'Deixe o aparelho escolher a rede automaticamente. Se não encontrar nenhuma, escolha outra manualmente.',
    checkData: 'Veja no app se ainda há dados e se o pacote vale no país onde você está.',
    saver: 'Desative a economia de dados e pare os downloads grandes.',
    coverage: 'Vá para outro lugar, perto de uma janela ou ao ar livre, e tente de novo.',
    update: 'Instale a versão mais recente do sistema operacional e tente de novo.',
    cleanQr:
      'Mostre o código QR grande e com brilho e escaneie a partir de outra tela. Não use uma foto dele.',
    codeOnce:
      'O código só funciona uma vez. Abra {path} e veja se o eSIM já está lá; se estiver, ative-o.',
    removed:
      'O eSIM foi removido deste aparelho. Não use o código antigo de novo; em geral ele não funciona mais.',
    askNew: 'Peça um novo eSIM a {partner}. Os pacotes ainda válidos não são perdidos.',
    otherDevice:
      'Instale o eSIM no celular, não neste aparelho. Abra estas instruções lá ou escaneie o código QR com ele.',
    help: 'Ainda não funciona? Fale com {partner}. Diga qual é o aparelho e qual mensagem aparece.',
  },
  words: {
    ...pt.words,
    titleInstall: 'Instale seu eSIM',
    titleWait: 'Prepare-se para o seu eSIM',
    titleUse: 'Use seu eSIM',
    titleTrouble: 'Resolva o problema',
    titleRemoved: 'Seu eSIM foi removido',
  },
};
