/* The goods to touch at the till: groups and goods in the order wished, and the picture of an item. */
import { useRef, useState } from 'preact/hooks';
import { imageUrl, post, send } from '../lib/api';
import type { Tiles } from '../lib/types';
import { Button, Notice } from '../lib/ui';
import { useLoad } from './load';
import { mayEdit } from './may';
import { Head, LinkButton, tell, Wait } from './parts';
import { hrefTo } from './route';
import { w } from './words';

const SIDE_MAX = 640;   /* a tile is small: a phone's photo is made smaller before it is sent */
const BYTES_MAX = 300000;

/* As JPEG where the browser can read it; what it cannot is sent as it is, and the daemon says what is wrong. */
async function smaller(file: File): Promise<Blob> {
	try {
		const picture = await createImageBitmap(file);
		const scale = Math.min(1, SIDE_MAX / Math.max(picture.width, picture.height));
		if (scale === 1 && file.size <= BYTES_MAX) return file;
		const canvas = document.createElement('canvas');
		canvas.width = Math.round(picture.width * scale);
		canvas.height = Math.round(picture.height * scale);
		const paper = canvas.getContext('2d')!;
		paper.fillStyle = '#ffffff';
		paper.fillRect(0, 0, canvas.width, canvas.height);
		paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
		return await new Promise<Blob>((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('canvas'))), 'image/jpeg', 0.82));
	} catch {
		return file;
	}
}

/* On an item's page. */
export function Picture({ itemId, name, image, onSaved }: { itemId: string; name: string; image: string | null; onSaved: () => void }) {
	const box = useRef<HTMLInputElement>(null);
	const [wrong, setWrong] = useState('');
	const [isBusy, setBusy] = useState(false);
	async function set(file: File | null): Promise<void> {
		setBusy(true);
		setWrong('');
		try {
			const hash = file && (await send<{ image: string }>('/images', await smaller(file))).image;
			await post(`/items/${itemId}/image`, { image: hash });
			tell(hash ? w('picture.saved') : w('picture.removed'));
			onSaved();
		} catch (error) {
			setWrong(error instanceof Error ? error.message : String(error));
		}
		setBusy(false);
		if (box.current) box.current.value = '';
	}
	return (
		<section class="part" aria-labelledby="picture">
			<h2 id="picture">{w('picture.title')}</h2>
			<p class="soft">{w('picture.lead')}</p>
			<div class="picture">
				{image && <img src={imageUrl(image)} alt={w('picture.of', { name })} width={160} height={160} />}
				{mayEdit('goods') && <div class="actions">
					<label class="button">{image ? w('picture.other') : w('picture.choose')}
						<input ref={box} class="unseen" type="file" accept="image/jpeg,image/png,image/webp" disabled={isBusy}
							onChange={(event) => { const file = event.currentTarget.files?.[0]; if (file) void set(file); }} /></label>
					{image && <Button icon="trash-2" disabled={isBusy} onClick={() => void set(null)}>{w('picture.remove')}</Button>}
				</div>}
			</div>
			<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
		</section>
	);
}

function moved<T>(list: T[], from: number, to: number): T[] {
	const next = [...list];
	next.splice(to, 0, ...next.splice(from, 1));
	return next;
}
interface Row { key: string; name: string; image: string | null }
/* A list to put in order: up, to the top, down; by keyboard as by finger. */
function Order({ label, rows, onMove }: { label: string; rows: Row[]; onMove: (from: number, to: number) => void }) {
	return (
		<ol class="order" aria-label={label}>
			{rows.map((row, i) => (
				<li key={row.key}>
					{row.image && <img src={imageUrl(row.image)} alt="" width={40} height={40} loading="lazy" />}
					<span class="name">{row.name}</span>
					{mayEdit('goods') && <>
						<Button kind="quiet" disabled={i === 0} aria-label={w('tiles.first', { name: row.name })} onClick={() => onMove(i, 0)}>{w('tiles.to_top')}</Button>
						<Button kind="quiet" icon="arrow-up" disabled={i === 0} aria-label={w('tiles.up', { name: row.name })} onClick={() => onMove(i, i - 1)} />
						<Button kind="quiet" icon="arrow-down" disabled={i === rows.length - 1} aria-label={w('tiles.down', { name: row.name })} onClick={() => onMove(i, i + 1)} />
					</>}
				</li>
			))}
		</ol>
	);
}

function Groups({ tiles, reload }: { tiles: Tiles; reload: () => void }) {
	const [at, setAt] = useState<string | null>(null);
	const [wrong, setWrong] = useState('');
	const open = tiles.groups.find((each) => each.name === at);
	async function save(body: { groups: string[]; items: { id: string }[] }): Promise<void> {
		try {
			await post('/till/tiles', body);
			setWrong('');
			reload();
		} catch (error) { setWrong(error instanceof Error ? error.message : String(error)); }
	}
	return (
		<>
			<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
			<section class="part" aria-labelledby="groups">
				<h2 id="groups">{w('tiles.groups')}</h2>
				<Order label={w('tiles.groups')} rows={tiles.groups.map((each) => ({ key: each.name, name: `${each.name} (${each.items.length})`, image: null }))}
					onMove={(from, to) => void save({ groups: moved(tiles.groups.map((each) => each.name), from, to), items: [] })} />
			</section>
			<section class="part" aria-labelledby="inside">
				<h2 id="inside">{w('tiles.inside')}</h2>
				<div class="actions">{tiles.groups.map((each) => <Button key={each.name} aria-pressed={each.name === at} kind={each.name === at ? 'main' : 'plain'} onClick={() => setAt(each.name === at ? null : each.name)}>{each.name}</Button>)}</div>
				{open && <Order label={open.name} rows={open.items.map((each) => ({ key: each.id, name: each.name, image: each.image }))}
					onMove={(from, to) => void save({ groups: [], items: moved(open.items, from, to).slice(0, ORDER_MAX).map((each) => ({ id: each.id })) })} />}
			</section>
		</>
	);
}
const ORDER_MAX = 200; /* as the daemon takes them at once */

export function TilesPage() {
	const tiles = useLoad<Tiles>('/till/tiles');
	return (
		<>
			<Head title={w('menu.tiles')} lead={w('tiles.lead')} up={{ href: hrefTo('items'), text: w('menu.items') }}>
				<LinkButton icon="printer" href="/api/v1/till/card.pdf">{w('tiles.card')}</LinkButton>
			</Head>
			<Wait of={tiles}>{(data) => (data.groups.length ? <Groups tiles={data} reload={tiles.reload} /> : <p class="empty">{w('tiles.none')}</p>)}</Wait>
		</>
	);
}
