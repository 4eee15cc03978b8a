/* What is told of an item: its name in other languages, its story, how it keeps and is used, where the producer traces it. It stands on
 * the second screen, on receipts in that language, and on the page behind a receipt's QR. */
import { useLoad } from './load';
import { FormEnd, Part, TextField, useForm } from './form';
import { mayEdit } from './may';
import { tell, Wait } from './parts';
import { w, wordOf } from './words';

const LANGS = ['vi', 'en', 'zh', 'ko'] as const;
type Lang = (typeof LANGS)[number];
interface One { lang: Lang; name: string | null; story: string | null; storage: string | null; usage: string | null }
interface Told { item_id: string; trace_url: string | null; words: One[] }
type Values = Record<string, string>;

export function ToldPart({ itemId }: { itemId: string }) {
	const told = useLoad<Told>(`/items/${itemId}/words`);
	return <Wait of={told}>{(data) => <ToldForm key={itemId} data={data} />}</Wait>;
}

function ToldForm({ data }: { data: Told }) {
	const initial: Values = { trace_url: data.trace_url ?? '' };
	for (const lang of LANGS) {
		const one = data.words.find((each) => each.lang === lang);
		for (const part of ['name', 'story', 'storage', 'usage'] as const) initial[`${lang}.${part}`] = one?.[part] ?? '';
	}
	const form = useForm<Values>(initial);
	const v = form.values;
	const text = (name: string) => v[name]!.trim() || null;
	async function save(): Promise<void> {
		const words = LANGS.map((lang) => ({ lang, name: text(`${lang}.name`), story: text(`${lang}.story`), storage: text(`${lang}.storage`), usage: text(`${lang}.usage`) }))
			.filter((one) => one.name || one.story || one.storage || one.usage);
		if (await form.send(`/items/${data.item_id}/words`, { trace_url: text('trace_url'), words })) tell(w('told.saved'));
	}
	const field = (lang: Lang, part: 'name' | 'story' | 'storage' | 'usage', maxLength: number) => (
		<TextField form={form} name={`${lang}.${part}`} class={part === 'story' ? 'wide' : ''} label={`${wordOf('told', part)} (${wordOf('lang', lang)})`} maxLength={maxLength} value={v[`${lang}.${part}`]!} onChange={(to) => form.set({ [`${lang}.${part}`]: to })} />
	);
	return (
		<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
			<Part title={w('told.title')} lead={w('told.lead')}>
				{field('vi', 'story', 400)}{field('vi', 'storage', 200)}{field('vi', 'usage', 300)}
				<TextField form={form} name="trace_url" class="wide" label={w('told.trace')} hint={w('told.trace_hint')} maxLength={300} value={v.trace_url!} onChange={(trace_url) => form.set({ trace_url })} />
				{(['en', 'zh', 'ko'] as const).map((lang) => (
					<details key={lang} class="wide" open={lang === 'en' || Boolean(initial[`${lang}.name`])}>
						<summary>{wordOf('lang', lang)}</summary>
						<div class="fields">{field(lang, 'name', 200)}{field(lang, 'story', 400)}{field(lang, 'storage', 200)}{field(lang, 'usage', 300)}</div>
					</details>
				))}
			</Part>
			{mayEdit('goods') && <FormEnd form={form} label={w('save')} />}
		</form>
	);
}
