/* Given coupons: what they take off, of what, who bears it; and how often each was used and what it cost whom. */
import { useState } from 'preact/hooks';
import { money } from '../lib/money';
import { dayText, isoToday } from '../lib/time';
import { Button, Dialog, Notice } from '../lib/ui';
import { asker, CheckField, DayField, FormEnd, MoneyField, PickField, RateField, rateText, SelectField, TextField, useForm } from './form';
import { useLoad } from './load';
import { mayEdit } from './may';
import { Head, Rows, Tag, tell, Wait } from './parts';
import { query } from '../lib/api';
import { w, wordOf } from './words';

interface Coupon {
	id: string; code: string; name: string; amount?: number; ppm?: number; bearer: 'house' | 'producer' | 'programme'; scope: 'ticket' | 'line' | 'group';
	group_code?: number; producer_id?: string; minimum?: number; from_day: string; to_day: string | null; is_active: boolean;
}
interface CouponRow { coupon: Coupon; house: number; producer: number; producer_name: string | null; uses: number }
interface Owner { id: string; code: string; name: string }
interface Group { code: number; name: string; branch: string }
const SET_NOW = 2026;

const worth = (coupon: Coupon) => (coupon.ppm ? `${rateText(coupon.ppm)} %` : money(coupon.amount ?? 0));
const isOver = (coupon: Coupon) => coupon.to_day !== null && coupon.to_day < isoToday();

export function Coupons() {
	const coupons = useLoad<{ coupons: CouponRow[] }>('/coupons');
	const [open, setOpen] = useState<CouponRow | 'new' | null>(null);
	const may = mayEdit('prices');
	return (
		<>
			<Head title={w('menu.coupons')} lead={w('coupons.lead')}>
				{may && <Button kind="main" icon="plus" onClick={() => setOpen('new')}>{w('coupons.new')}</Button>}
			</Head>
			<Wait of={coupons}>{(data) => (data.coupons.length === 0 ? <p class="empty">{w('coupons.none')}</p> : (
				<Rows label={w('menu.coupons')} rows={data.coupons} keyOf={(row) => row.coupon.id} cols={[
					{ title: w('coupons.code'), isMain: true, cell: ({ coupon }) => <><strong>{coupon.code}</strong> {!coupon.is_active ? <Tag level="off">{w('coupons.stopped')}</Tag> : isOver(coupon) && <Tag level="off">{w('coupons.over')}</Tag>}<span class="under">{coupon.name}</span></> },
					{ title: w('coupons.worth'), isNumber: true, cell: ({ coupon }) => <>{worth(coupon)}<span class="under">{wordOf('coupon_scope', coupon.scope)}</span></> },
					{ title: w('coupons.bearer'), cell: (row) => <>{wordOf('coupon_bearer', row.coupon.bearer)}<span class="under">{row.producer_name}</span></> },
					{ title: w('coupons.days'), cell: ({ coupon }) => <>{dayText(coupon.from_day)}<span class="under">{coupon.to_day ? w('coupons.until', { day: dayText(coupon.to_day) }) : w('coupons.no_end')}</span></> },
					{ title: w('coupons.uses'), isNumber: true, cell: (row) => row.uses },
					{ title: w('coupons.cost'), isNumber: true, cell: (row) => <>{money(row.house)}{row.producer > 0 && <span class="under">{w('coupons.cost_producer', { amount: money(row.producer) })}</span>}{row.coupon.bearer === 'programme' && row.house > 0 && <span class="under">{w('coupons.to_claim')}</span>}</> },
					...(may ? [{ title: w('rows.edit'), cell: (row: CouponRow) => <Button kind="quiet" icon="pencil" onClick={() => setOpen(row)}>{w('rows.edit')}</Button> }] : []),
				]} />
			))}</Wait>
			{open && <Edit row={open === 'new' ? null : open} onDone={(isSaved) => { setOpen(null); if (isSaved) coupons.reload(); }} />}
		</>
	);
}

function Edit({ row, onDone }: { row: CouponRow | null; onDone: (isSaved: boolean) => void }) {
	const coupon = row?.coupon;
	const groups = useLoad<{ groups: Group[] }>('/product-groups' + query({ set: SET_NOW }));
	const form = useForm({
		code: coupon?.code ?? '', name: coupon?.name ?? '', kind: coupon?.ppm ? 'ppm' : 'amount', amount: coupon?.amount ?? null as number | null, ppm: coupon?.ppm ?? null as number | null,
		bearer: coupon?.bearer ?? 'house' as string, scope: coupon?.scope ?? 'ticket' as string, group_code: String(coupon?.group_code ?? 0), producer_id: coupon?.producer_id ?? null as string | null,
		producer_name: row?.producer_name ?? '', minimum: coupon?.minimum ?? null as number | null, from_day: coupon?.from_day ?? isoToday() as string | null, to_day: coupon?.to_day ?? null as string | null,
		is_active: coupon?.is_active ?? true,
	});
	const v = form.values;
	async function save(): Promise<void> {
		if (!v.code.trim()) return form.fail('code', w('coupons.code_needed'));
		if (v.kind === 'ppm' ? !v.ppm : !v.amount) return form.fail(v.kind, w('coupons.worth_needed'));
		const saved = await form.send<Coupon>('/coupons', {
			coupon_id: coupon?.id ?? null, code: v.code.trim(), name: v.name.trim() || v.code.trim(), amount: v.kind === 'amount' ? v.amount : null, ppm: v.kind === 'ppm' ? v.ppm : null, bearer: v.bearer,
			scope: v.scope, group_code: Number(v.group_code) || null, producer_id: v.producer_id, minimum: v.minimum, from_day: v.from_day ?? isoToday(), to_day: v.to_day, is_active: v.is_active,
		});
		if (!saved) return;
		tell(w('item.saved', { name: saved.code }));
		onDone(true);
	}
	const words = (name: string, values: string[]) => values.map((value) => ({ value, text: wordOf(name, value) }));
	return (
		<Dialog title={coupon ? coupon.code : w('coupons.new')} onClose={() => onDone(false)} wide>
			<form class="fields" onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<TextField form={form} name="code" isWanted label={w('coupons.code')} hint={w('coupons.code_hint')} maxLength={20} value={v.code} onChange={(code) => form.set({ code })} />
				<TextField form={form} name="name" label={w('coupons.name')} maxLength={100} value={v.name} onChange={(name) => form.set({ name })} />
				<SelectField form={form} name="kind" label={w('coupons.kind')} value={v.kind} onChange={(kind) => form.set({ kind })} options={[{ value: 'amount', text: w('coupon_kind.amount') }, { value: 'ppm', text: w('coupon_kind.ppm') }]} />
				{v.kind === 'ppm' ? <RateField form={form} name="ppm" isWanted label={w('coupons.part')} value={v.ppm} onChange={(ppm) => form.set({ ppm })} />
					: <MoneyField form={form} name="amount" isWanted label={w('coupons.amount')} value={v.amount} onChange={(amount) => form.set({ amount })} />}
				<SelectField form={form} name="bearer" label={w('coupons.bearer')} value={v.bearer} onChange={(bearer) => form.set({ bearer })} options={words('coupon_bearer', ['house', 'producer', 'programme'])} />
				<SelectField form={form} name="scope" label={w('coupons.scope')} value={v.scope} onChange={(scope) => form.set({ scope })} options={words('coupon_scope', ['ticket', 'line', 'group'])} />
				<PickField<Owner> form={form} name="producer_id" label={w('coupons.producer')} hint={w('coupons.producer_hint')} value={v.producer_id} text={v.producer_name} ask={asker<Owner>((q) => '/producers' + query({ q }), 'producers')}
					keyOf={(one) => one.id} show={(one) => one.name} more={(one) => one.code} onPick={(one) => form.set({ producer_id: one?.id ?? null, producer_name: one?.name ?? '' })} />
				<SelectField form={form} name="group_code" label={w('coupons.group')} value={v.group_code} onChange={(group_code) => form.set({ group_code })}
					options={[{ value: '0', text: w('coupons.any_group') }, ...(groups.data?.groups ?? []).map((each) => ({ value: String(each.code), text: `${each.code}. ${each.name}` }))]} />
				<MoneyField form={form} name="minimum" label={w('coupons.minimum')} value={v.minimum} onChange={(minimum) => form.set({ minimum })} />
				<DayField form={form} name="from_day" label={w('coupons.from')} value={v.from_day} onChange={(from_day) => form.set({ from_day })} />
				<DayField form={form} name="to_day" edge="last" label={w('coupons.to')} hint={w('coupons.no_end')} value={v.to_day} onChange={(to_day) => form.set({ to_day })} />
				<CheckField form={form} name="is_active" label={w('coupons.active')} value={v.is_active} onChange={(is_active) => form.set({ is_active })} />
				{v.bearer === 'programme' && <Notice level="off">{w('coupons.programme_note')}</Notice>}
				<FormEnd form={form} label={w('save')}><Button kind="quiet" onClick={() => onDone(false)}>{w('cancel')}</Button></FormEnd>
			</form>
		</Dialog>
	);
}
