/**
 * Where a partner's travelers read its terms and privacy statement and get help, as every page and
 * mail links to it.
 */
import type { Legal } from './brand.ts';

/** In the order in which they are shown: what most look for comes first. */
const NAMES = ['help', 'terms', 'privacy'] as const;
type Words = Record<(typeof NAMES)[number], string>;

const EN: Words = { help: 'Help', terms: 'Terms', privacy: 'Privacy' };
const WORDS: Record<string, Words> = {
  en: EN,
  nl: { help: 'Hulp', terms: 'Voorwaarden', privacy: 'Privacy' },
  de: { help: 'Hilfe', terms: 'Nutzungsbedingungen', privacy: 'Datenschutz' },
  fr: { help: 'Aide', terms: 'Conditions', privacy: 'Confidentialité' },
  it: { help: 'Assistenza', terms: 'Condizioni', privacy: 'Privacy' },
  es: { help: 'Ayuda', terms: 'Condiciones', privacy: 'Privacidad' },
  cs: { help: 'Pomoc', terms: 'Podmínky', privacy: 'Ochrana údajů' },
  pl: { help: 'Pomoc', terms: 'Warunki', privacy: 'Prywatność' },
  pt: { help: 'Ajuda', terms: 'Termos', privacy: 'Privacidade' },
  sv: { help: 'Hjälp', terms: 'Villkor', privacy: 'Integritet' },
  sk: { help: 'Pomoc', terms: 'Podmienky', privacy: 'Ochrana údajov' },
  da: { help: 'Hjælp', terms: 'Vilkår', privacy: 'Privatliv' },
  ko: { help: '도움말', terms: '이용약관', privacy: '개인정보' },
  hu: { help: 'Segítség', terms: 'Feltételek', privacy: 'Adatvédelem' },
  no: { help: 'Hjelp', terms: 'Vilkår', privacy: 'Personvern' },
  zh: { help: '帮助', terms: '条款', privacy: '隐私' },
  'zh-TW': { help: '說明', terms: '條款', privacy: '隱私權' },
  mk: { help: 'Помош', terms: 'Услови', privacy: 'Приватност' },
  ar: { help: 'المساعدة', terms: 'الشروط', privacy: 'الخصوصية' },
  he: { help: 'עזרה', terms: 'תנאים', privacy: 'פרטיות' },
  tr: { help: 'Yardım', terms: 'Koşullar', privacy: 'Gizlilik' },
  el: { help: 'Βοήθεια', terms: 'Όροι', privacy: 'Απόρρητο' },
  ja: { help: 'ヘルプ', terms: '利用規約', privacy: 'プライバシー' },
  th: { help: 'ความช่วยเหลือ', terms: 'ข้อกำหนด', privacy: 'ความเป็นส่วนตัว' },
  vi: { help: 'Trợ giúp', terms: 'Điều khoản', privacy: 'Quyền riêng tư' },
  id: { help: 'Bantuan', terms: 'Ketentuan', privacy: 'Privasi' },
  ro: { help: 'Ajutor', terms: 'Termeni', privacy: 'Confidențialitate' },
  bg: { help: 'Помощ', terms: 'Условия', privacy: 'Поверителност' },
  hr: { help: 'Pomoć', terms: 'Uvjeti', privacy: 'Privatnost' },
  uk: { help: 'Довідка', terms: 'Умови', privacy: 'Конфіденційність' },
  fi: { help: 'Ohje', terms: 'Ehdot', privacy: 'Tietosuoja' },
};

export type LegalLink = { label: string; url: string };

/** Those that the partner has set, in a shipped locale's words. */
export function legalLinks(legal: Legal, locale: string): LegalLink[] {
  const words = WORDS[locale] ?? WORDS[locale.split('-')[0]!] ?? EN;
  return NAMES.flatMap((name) => {
    const url = legal[name];
    return url === undefined ? [] : [{ label: words[name], url }];
  });
}
