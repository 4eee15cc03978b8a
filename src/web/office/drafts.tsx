/* Goods that were sold before anybody had entered them (bán tạm): to be completed before the day ends, each by saving the item once. */
import { money } from '../lib/money';
import { clock, day } from '../lib/time';
import { useLoad, type Loaded } from './load';
import { Rows, Tag, Wait } from './parts';
import { hrefTo } from './route';
import { w } from './words';

export interface ItemDraft { item_id: string; name: string; code: string | null; price: number | null; producer: string | null; group_code: number; is_alone: boolean; at_us: number; staff_name: string | null }
export const useDrafts = (): Loaded<{ drafts: ItemDraft[] }> => useLoad<{ drafts: ItemDraft[] }>('/items/drafts');

export function Drafts() {
	const drafts = useDrafts();
	return (
		<Wait of={drafts}>{(data) => (data.drafts.length === 0 ? <p class="empty">{w('drafts.none')}</p> : <>
			<p class="soft">{w('drafts.lead')}</p>
			<Rows label={w('drafts.title')} rows={data.drafts} keyOf={(row) => row.item_id} cols={[
				{ title: w('item.name'), isMain: true, cell: (row) => <><a href={hrefTo(`items/${row.item_id}`)}>{row.name}</a> {row.is_alone && <Tag level="look">{w('drafts.alone')}</Tag>}<span class="under">{row.producer}</span></> },
				{ title: w('item.code'), cell: (row) => row.code ?? '–' },
				{ title: w('item.price'), isNumber: true, cell: (row) => (row.price === null ? '–' : money(row.price)) },
				{ title: w('drafts.by'), cell: (row) => <>{row.staff_name}<span class="under">{clock(row.at_us)} {day(row.at_us)}</span></> },
			]} />
		</>)}</Wait>
	);
}
