import type { NoteTexts } from './en.ts';

export const pt: NoteTexts = {
  chinaApple:
    'Os iPhone vendidos na China continental não têm eSIM, exceto o iPhone Air; dos vendidos em Hong Kong e Macau só alguns modelos têm.',
  chinaAndroid: 'Os telemóveis vendidos na China continental normalmente não têm eSIM.',
  samsung2020: 'Os vendidos nos EUA, na China, em Hong Kong e na Coreia do Sul não têm eSIM.',
  samsung2022: 'Os vendidos na Coreia do Sul ou na China continental não têm eSIM.',
  ipad: 'Só os modelos com rede móvel: um iPad apenas com Wi-Fi não tem eSIM.',
  watch: 'Um relógio normalmente só aceita planos do operador do telemóvel.',
  later: 'Deduzido dos modelos anteriores; as definições do telemóvel dão a certeza.',
  madeForChina: 'Este foi fabricado para a China continental, onde este modelo não tem eSIM.',
  soldInUsa: 'Este foi vendido nos EUA, onde este modelo não tem eSIM.',
  soldInKorea: 'Este foi vendido na Coreia do Sul, onde este modelo não tem eSIM.',
  soldInChina: 'Este foi vendido na China ou em Hong Kong, onde este modelo não tem eSIM.',
  wifiOnly: 'Um dispositivo apenas com Wi-Fi não tem eSIM.',
  cellularOnly: 'Só com a opção de rede móvel (LTE ou 5G).',
  googleFi: 'Só com o Google Fi.',
  pixel3:
    'Os vendidos na Austrália, no Japão e em Taiwan, e pela maioria dos operadores nos EUA e no Canadá, não têm um eSIM utilizável.',
  pixel3a:
    'Os vendidos no Japão e no Sudeste Asiático, e pela Verizon, não têm um eSIM utilizável.',
  only5g: 'Só os modelos 5G: os que têm apenas Wi-Fi não têm eSIM.',
  xiaomi12T: 'O 12T Pro tem eSIM.',
};

/** What Brazil says otherwise. */
export const ptBR: Partial<NoteTexts> = {
  chinaAndroid: 'Os celulares vendidos na China continental normalmente não têm eSIM.',
  ipad: 'Só os modelos com rede celular: um iPad somente com Wi-Fi não tem eSIM.',
  watch: 'Um relógio normalmente só aceita planos da operadora do celular.',
  later: 'Deduzido dos modelos anteriores; as configurações do celular dão a certeza.',
  wifiOnly: 'Um aparelho somente com Wi-Fi não tem eSIM.',
  cellularOnly: 'Só com a opção de rede celular (LTE ou 5G).',
  pixel3:
    'Os vendidos na Austrália, no Japão e em Taiwan, e pela maioria das operadoras nos EUA e no Canadá, não têm um eSIM utilizável.',
  only5g: 'Só os modelos 5G: os que têm somente Wi-Fi não têm eSIM.',
};
