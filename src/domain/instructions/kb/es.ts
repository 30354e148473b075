import type { Language } from './en.ts';

export const es: Language = {
  menus: {
    iosSettings: 'Ajustes',
    iosCellular: 'Datos móviles',
    iosAddEsim: 'Añadir eSIM',
    iosUseQr: 'Usar código QR',
    iosManual: null,
    iosRoaming: 'Itinerancia de datos',
    iosData: 'Datos móviles',
    androidSettings: 'Ajustes',
    androidNetwork: 'Red e Internet',
    androidSims: 'SIMs',
    androidAddSim: 'Añadir SIM',
    androidRoaming: 'Roaming',
    androidApn: 'Nombres de puntos de acceso',
    samsungConnections: 'Conexiones',
    samsungSimManager: 'Administrador de SIM',
    samsungAddEsim: 'Añadir eSIM',
    samsungNetworks: 'Redes móviles',
    samsungRoaming: 'Itinerancia de datos',
    samsungData: 'Datos móviles',
  },
  steps: {
    waitForEsim:
      'Su eSIM aún no está lista. Abra la app de nuevo un poco más tarde; la instalación empieza allí.',
    checkEid: 'Abra la app Teléfono y marque *#06#. Si aparece un EID, su dispositivo admite eSIM.',
    checkUnlocked:
      'Compruebe que su dispositivo no esté bloqueado para un solo operador. Se lo puede decir la tienda donde lo compró.',
    wifi: 'Conéctese a una red wifi. Hágalo en casa, antes de salir.',
    tapInstall: 'Toque «{install}» en el propio dispositivo.',
    open: 'Abra {path}.',
    choose: 'Elija {path}.',
    chooseEsim: 'Si se lo pregunta, elija una eSIM y no una tarjeta SIM.',
    scan: 'Escanee el código QR de abajo. Tiene que estar en otra pantalla o en papel.',
    enter: 'Introduzca la dirección SM-DP+ y el código de activación de abajo.',
    chooseEnter: 'Elija introducir el código a mano en lugar de escanearlo.',
    confirm:
      'Confirme y espere a que el dispositivo diga que la eSIM se ha añadido. Tarda uno o dos minutos.',
    otherWay: '¿No pasa nada? Abra {path} y use el código QR o los códigos de abajo.',
    nameLine: 'Llame «Viaje» a la nueva línea para reconocerla.',
    keepLine: 'Deje su línea habitual para llamadas y mensajes.',
    turnOn: 'Abra {path} y active la nueva línea. El interruptor aparece ahora en color.',
    useForData: 'Abra {path} y elija la nueva línea para los datos móviles.',
    roamingOn:
      'Abra {path}, elija la nueva línea y active {toggle}. Sin eso no hay datos en el extranjero.',
    homeRoamingOff:
      'Deje desactivada la itinerancia de datos de su línea habitual, para que no le cueste nada.',
    arrive: 'Al llegar, espere hasta cinco minutos. Verá el nombre de una red y 4G o 5G.',
    keepEsim:
      'No elimine la eSIM, aunque se hayan acabado los datos. Normalmente solo se puede instalar una vez.',
    flightMode: 'Active el modo avión, espere diez segundos y desactívelo.',
    restart: 'Reinicie el dispositivo.',
    network:
      'Deje que el dispositivo elija la red automáticamente. Si no encuentra ninguna, elija otra a mano.',
    checkData: 'Mire en la app si le quedan datos y si su paquete sirve en el país donde está.',
    apn: 'Abra {path}, elija la nueva línea y luego {toggle}. No cambie nada; si la lista está vacía, pida el nombre correcto.',
    saver: 'Desactive el ahorro de datos y detenga las descargas grandes.',
    coverage: 'Cambie de sitio, junto a una ventana o al aire libre, y vuelva a intentarlo.',
    update: 'Instale la última versión del sistema operativo y vuelva a intentarlo.',
    cleanQr:
      'Muestre el código QR grande y con brillo, y escanéelo desde otra pantalla. No use una foto.',
    codeOnce:
      'El código solo sirve una vez. Abra {path} y mire si la eSIM ya está ahí; en ese caso, actívela.',
    removed:
      'La eSIM se ha eliminado de este dispositivo. No vuelva a usar el código anterior; normalmente ya no funciona.',
    askNew:
      'Pida una eSIM nueva a {partner}. Los paquetes que siguen siendo válidos no se pierden.',
    otherDevice:
      'Instale la eSIM en su teléfono, no en este dispositivo. Abra allí estas instrucciones o escanee con él el código QR.',
    help: '¿Sigue sin funcionar? Pregunte a {partner}. Diga qué dispositivo tiene y qué mensaje ve.',
  },
  words: {
    titleInstall: 'Instale su eSIM',
    titleWait: 'Prepárese para su eSIM',
    titleUse: 'Use su eSIM',
    titleTrouble: 'Resuelva el problema',
    titleRemoved: 'Su eSIM se ha eliminado',
    install: 'Instalar eSIM',
    smdp: 'Dirección SM-DP+',
    confirmation: 'Código de confirmación',
    code: 'Código de activación',
    qr: 'Código QR que instala la eSIM',
  },
};
