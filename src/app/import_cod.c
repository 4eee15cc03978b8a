/* A carrier's list of what it collected: parcel by parcel, with its fees. One entry a carrier and payment. */
#include <stdlib.h>
#include <string.h>

#include "app/import_parts.h"
#include "shop/cod.h"

struct cod_cells {
	struct row row;
	const char *carrier, *parcel;
	int64_t amount, fee, is_closed;
	const char *reference;
	struct id carrier_id;
};

#define AT(member) offsetof(struct cod_cells, member)
enum { N_CARRIER, N_PARCEL, N_AMOUNT, N_FEE, N_CLOSED, N_REFERENCE };
static const struct column columns[] = {
	[N_CARRIER] = { "Bên vận chuyển", "carrier|mã bên vận chuyển|đơn vị vận chuyển", CELL_TEXT, AT(carrier), 1, 200, .required = true, .is_code = true },
	[N_PARCEL] = { "Mã vận đơn", "parcel|tracking|vận đơn|số vận đơn", CELL_TEXT, AT(parcel), 1, COD_PARCEL_MAX, .required = true, .is_code = true },
	[N_AMOUNT] = { "Tiền thu hộ", "amount|cod|số tiền|tiền cod", CELL_MONEY, AT(amount), 0, MONEY_MAX, .required = true },
	[N_FEE] = { "Phí", "fee|phí vận chuyển|phí dịch vụ|cước", CELL_MONEY, AT(fee), 0, MONEY_MAX },
	[N_CLOSED] = { "Kết thúc", "closed|kết thúc vận đơn", CELL_BOOL, AT(is_closed) },
	[N_REFERENCE] = { "Chứng từ", "reference|số chứng từ|mã giao dịch", CELL_TEXT, AT(reference), 1, 60, .is_code = true },
};
#undef AT

static bool check(struct importing *im, void *row, struct err *err)
{
	struct cod_cells *c = row;
	struct party *party;

	if (!find_party(im, &c->row, N_CARRIER, c->carrier, &party, err) || c->row.is_bad)
		return c->row.is_bad;
	c->carrier_id = party->id;
	if (!(party->roles & PARTY_CARRIER))
		problem(im, &c->row, N_CARRIER, "đối tượng này không phải bên vận chuyển");
	return true;
}

static struct cod_match_in match_of(struct arena *arena, const struct import *import, const struct import_chunk *chunk)
{
	const struct cod_cells *cells = (const struct cod_cells *)(const void *)import->rows + chunk->first;
	struct cod_match_in in = { .party_id = cells->carrier_id, .reference = cells->reference, .rows_count = chunk->count, .way = PAY_TRANSFER,
				   .fee_limit_ppm = import->cod_fee_limit_ppm,
				   .rows = ARENA_LIST(arena, chunk->count, struct cod_row_in) };

	for (size_t i = 0; i < chunk->count; i++)
		in.rows[i] = (struct cod_row_in){ .amount = MONEY(cells[i].amount), .fee = MONEY(cells[i].fee == ROW_ABSENT ? 0 : cells[i].fee),
						  .is_closed = cells[i].is_closed == 1, .parcel = cells[i].parcel };
	return in;
}

/* Every parcel against the book: a list that was written already would find its parcels done. */
static bool check_chunk(struct importing *im, const struct import_chunk *chunk, struct err *err)
{
	struct cod_match_in in = match_of(im->arena, im->import, chunk);
	struct cod_cells *cells = (struct cod_cells *)(void *)im->import->rows + chunk->first;
	struct cod_row *looked;

	if (!cod_look(im->txn, im->arena, &in, &looked, err))
		return false;
	for (size_t i = 0; i < chunk->count; i++) {
		const char *fault = cod_fault(im->arena, &looked[i]);

		if (fault)
			problem(im, &cells[i].row, looked[i].verdict == COD_MORE ? N_AMOUNT : N_PARCEL, "%s", fault);
		else if (looked[i].verdict == COD_SHORT)
			warning(im, &cells[i].row, N_AMOUNT, "thu thiếu %s; %s", money_said(MONEY(looked[i].left.dong - looked[i].amount.dong)).text,
				in.rows[i].is_closed ? "cửa hàng chịu phần thiếu" : "phần thiếu vẫn treo ở bên vận chuyển");
	}
	return true;
}

static int by_payment(const void *left, const void *right)
{
	const struct cod_cells *a = left, *b = right;
	int order = id_compare(a->carrier_id, b->carrier_id);

	if (order == 0)
		order = strcmp(a->reference ? a->reference : "", b->reference ? b->reference : "");
	return order ? order : (a->row.line > b->row.line) - (a->row.line < b->row.line);
}

static bool finish(struct importing *im, struct err *err)
{
	struct import *import = im->import;
	size_t rows = (size_t)import->rows_count;
	struct cod_cells *cells = (struct cod_cells *)(void *)import->rows;

	if (import->errors_count > 0)
		return true;
	qsort(cells, rows, sizeof(*cells), by_payment);
	import->chunks = ARENA_LIST(im->arena, rows, struct import_chunk);
	for (size_t i = 0; i < rows; i++) {
		struct import_chunk *last = import->chunks_count ? &import->chunks[import->chunks_count - 1] : NULL;

		if (last && last->count < COD_ROWS_MAX && id_is(cells[last->first].carrier_id, cells[i].carrier_id) &&
		    text_is(cells[last->first].reference, cells[i].reference))
			last->count++;
		else
			import->chunks[import->chunks_count++] = (struct import_chunk){ .first = i, .count = 1 };
	}
	for (size_t i = 0; i < import->chunks_count; i++) {
		bool is_written;

		if (!chunk_is_written(im, i, &is_written, err))
			return false;
		import->same_count += is_written ? (int64_t)import->chunks[i].count : 0;
		if (!is_written && !check_chunk(im, &import->chunks[i], err))
			return false;
	}
	return true;
}

static bool write(struct work *work, const struct import *import, const struct import_chunk *chunk, struct err *err)
{
	struct cod_match_in in = match_of(work->arena, import, chunk);
	const struct cod_matched *body;

	return cod_match(work, &in, &body, err);
}

const struct import_kind import_cod = {
	.name = "cod", .about = "đối soát COD của bên vận chuyển", .columns = columns, .columns_count = COUNT_OF(columns), .row_size = sizeof(struct cod_cells),
	.no_key = true, .check = check, .finish = finish, .write = write,
};
