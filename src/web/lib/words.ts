/* Every sentence shown comes from words.vi.json or words.en.json: t('till.total'), t('sale.saved', { receipt }).
 * The language is Vietnamese unless the person switched; the choice stays in this browser. */
import { signal } from '@preact/signals';
import vi from '../words.vi.json';
import en from '../words.en.json';

export type Word = keyof typeof vi;
export type Language = 'vi' | 'en';

const KEPT = 'ocop.language';
const tables: Record<Language, Record<Word, string>> = { vi, en };

function kept(): Language {
	try { return localStorage.getItem(KEPT) === 'en' ? 'en' : 'vi'; } catch { return 'vi'; }
}
export const language = signal<Language>(kept());

export function setLanguage(to: Language): void {
	language.value = to;
	document.documentElement.lang = to;
	try { localStorage.setItem(KEPT, to); } catch { /* a browser without storage forgets it */ }
}
document.documentElement.lang = language.value;

export function t(key: Word, values: Record<string, string | number> = {}): string {
	return tables[language.value][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
