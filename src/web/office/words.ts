/* The office's sentences: w('items.lead'), from words.vi.json and words.en.json beside this file. They are apart from
 * the shared ones so that the till does not carry them. */
import { language } from '../lib/words';
import vi from './words.vi.json';
import en from './words.en.json';

export type OfficeWord = keyof typeof vi;
const tables: Record<'vi' | 'en', Record<OfficeWord, string>> = { vi, en };

export function w(key: OfficeWord, values: Record<string, string | number> = {}): string {
	return tables[language.value][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
/* For words made of a value the daemon sends: wordOf('role', 'cashier'); an unknown value is shown as it came. */
export function wordOf(group: string, value: string | null | undefined): string {
	if (value === null || value === undefined || value === '') return '–';
	return (tables[language.value] as Record<string, string>)[`${group}.${value}`] ?? value;
}
