/* Bán tạm: a code that nobody knows becomes goods in the red row itself: name, price, whose, which group; Enter goes on from one to the next. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, get, post, query } from '../lib/api';
import { forget, useKept } from '../lib/kept';
import { readMoney } from '../lib/money';
import { play } from '../lib/sound';
import type { Cart, CartLine } from '../lib/types';
import { Button } from '../lib/ui';
import { t } from '../lib/words';
import { cart, inTurn, showCart } from './state/cart';
import { back, tellError } from './state/shell';
import type { Feature } from './state/tables';

interface Owner { id: string; code: string; name: string }
interface Group { code: number; name: string; branch: string }
const PAUSE_MS = 120;
const SET_NOW = 2026;

function Form({ line }: { line: CartLine }) {
	const of = `draft ${cart.value?.id} ${line.n}`;
	const [name, setName] = useKept(`${of} name`, '');
	const [price, setPrice] = useKept(`${of} price`, '');
	const [words, setWords] = useKept(`${of} words`, '');
	const [owner, setOwner] = useKept<Owner | null>(`${of} owner`, null);
	const [owners, setOwners] = useState<Owner[]>([]);
	const [at, setAt] = useState(0);
	const [groups, setGroups] = useState<Group[]>([]);
	const [group, setGroup] = useKept(`${of} group`, 0);
	const [wrong, setWrong] = useState<{ field: string; text: string } | null>(null);
	const form = useRef<HTMLFormElement>(null);
	const boxes = () => Array.from(form.current!.querySelectorAll<HTMLElement>('[data-step]'));
	useEffect(() => { if (line.state !== 'unknown') back(); }, [line.state]); /* another row was touched: nothing is unknown there */
	useEffect(() => {
		form.current?.scrollIntoView({ block: 'end' });
		boxes()[0]?.focus();
		get<{ groups: Group[] }>('/product-groups' + query({ set: SET_NOW })).then((answer) => setGroups(answer.groups)).catch(() => undefined);
	}, []);
	useEffect(() => {
		if (owner) return;
		let isStale = false;
		const timer = setTimeout(() => {
			get<{ producers: Owner[] }>('/producers' + query({ q: words.trim() || null })).then((answer) => {
				if (isStale) return;
				setOwners(answer.producers);
				setAt(0);
			}).catch(() => undefined);
		}, PAUSE_MS);
		return () => { isStale = true; clearTimeout(timer); };
	}, [words, owner]);

	const fault = (field: string, text: string) => {
		setWrong({ field, text });
		form.current?.querySelector<HTMLElement>(`[data-step="${field}"]`)?.focus();
	};
	function save(): void {
		const amount = readMoney(price);
		if (!name.trim()) return fault('name', t('draft.name_needed'));
		if (!amount) return fault('price', t('draft.price_needed'));
		if (!owner) return fault('producer_id', t('draft.owner_needed'));
		const id = cart.value?.id;
		void inTurn(async () => {
			try {
				showCart(await post<Cart>(`/carts/${id}/lines/${line.n}/draft`,
					{ name: name.trim(), price: amount, producer_id: owner.id, group_code: group }), line.n);
				forget(of);
				back();
				play('hit');
			} catch (error) {
				if (error instanceof ApiError && /^(name|price|producer_id)$/.test(error.field)) fault(error.field, error.detail);
				else tellError(error);
			}
		});
	}
	/* Enter: the next one that is asked; from the last one it is saved. */
	function onKey(event: KeyboardEvent): void {
		const here = (event.target as HTMLElement).dataset['step'];
		if (here === 'producer_id' && !owner) {
			if (event.key === 'ArrowDown') setAt(Math.min(at + 1, owners.length - 1));
			else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
			if (/^Arrow(Down|Up)$/.test(event.key)) return event.preventDefault();
		}
		if (event.key !== 'Enter' || event.isComposing) return;
		event.preventDefault();
		if (here === 'producer_id' && !owner && owners[at]) pickOwner(owners[at]);
		const all = boxes(), next = all[all.indexOf(event.target as HTMLElement) + 1];
		if (next) next.focus();
		else save();
	}
	function pickOwner(one: Owner): void {
		setOwner(one);
		setWords(one.name);
		setWrong(null);
	}
	const says = (field: string) => wrong?.field === field && <div class="wrong" role="alert">{wrong.text}</div>;
	return (
		<form ref={form} class="ask draft" aria-label={t('draft.title')} onKeyDown={onKey} onSubmit={(event) => { event.preventDefault(); save(); }}>
			<div class="field"><label for="draft-name">{t('draft.name')}</label>
				<input id="draft-name" data-step="name" value={name} autocomplete="off" onInput={(event) => { setName(event.currentTarget.value); setWrong(null); }} />{says('name')}</div>
			<div class="field"><label for="draft-price">{t('draft.price')}</label>
				<input id="draft-price" data-step="price" inputMode="numeric" placeholder="65k" value={price} autocomplete="off" onInput={(event) => { setPrice(event.currentTarget.value); setWrong(null); }} />{says('price')}</div>
			<div class="field wide"><label for="draft-owner">{t('draft.owner')}</label>
				<input id="draft-owner" data-step="producer_id" value={words} autocomplete="off" placeholder={t('draft.owner_how')}
					onInput={(event) => { setOwner(null); setWords(event.currentTarget.value); setWrong(null); }} />{says('producer_id')}
				{!owner && <div class="owners">
					{owners.slice(0, 4).map((one, i) => <button key={one.id} type="button" class={`choice ${i === at ? 'next' : ''}`} onClick={() => pickOwner(one)}><span class="name">{one.name}<span class="more">{one.code}</span></span></button>)}
					{owners.length === 0 && <p class="why">{t('draft.nobody')}</p>}
				</div>}
			</div>
			<div class="field wide"><label for="draft-group">{t('draft.group')}</label>
				<select id="draft-group" data-step="group_code" value={group} onChange={(event) => setGroup(Number(event.currentTarget.value))}>
					<option value={0}>{t('draft.no_group')}</option>
					{groups.map((each) => <option key={each.code} value={each.code}>{each.code}. {each.name}</option>)}
				</select></div>
			<div class="pair wide"><Button hint="Esc" onClick={back}>{t('back')}</Button><Button kind="main" icon="check" hint="Enter" onClick={save}>{t('draft.save')}</Button></div>
		</form>
	);
}

export const drafts: Feature = {
	modes: { draft: { label: () => t('draft.title'), askRow: Form, isOfRow: () => true, goods: () => undefined } },
};
