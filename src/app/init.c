/* `ocop-pos init`: a new book, its first administrator, and the recovery key for paper. */
#include "app/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/user.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"
#include "shop/book.h"
#include "shop/journal.h"
#include "shop/recovery.h"
#include "shop/reference.h"
#include "shop/staff.h"
#include "store/txn.h"

struct init {
	const char *book, *site_code, *site_name, *operator_code, *operator_name, *tax_code, *vat, *till;
};

static const struct {
	const char *name;
	size_t offset;
	const char *usual;
} options[] = {
	{ "--book", offsetof(struct init, book), NULL },
	{ "--site-code", offsetof(struct init, site_code), "SR1" },
	{ "--site-name", offsetof(struct init, site_name), NULL },
	{ "--operator-code", offsetof(struct init, operator_code), "VH" },
	{ "--operator-name", offsetof(struct init, operator_name), NULL },
	{ "--tax-code", offsetof(struct init, tax_code), "" },
	{ "--vat", offsetof(struct init, vat), "credit" },
	{ "--till", offsetof(struct init, till), "Q1" },
};

static bool take_options(int argc, char **argv, struct init *init, struct err *err)
{
	for (size_t k = 0; k < COUNT_OF(options); k++)
		*(const char **)(void *)((char *)init + options[k].offset) = options[k].usual;
	for (int i = 0; i < argc; i += 2) {
		size_t k = 0;

		while (k < COUNT_OF(options) && strcmp(options[k].name, argv[i]) != 0)
			k++;
		if (k == COUNT_OF(options) || i + 1 == argc)
			return err_set(err, ERR_INPUT, argv[i], "không hiểu \"%s\"", argv[i]);
		*(const char **)(void *)((char *)init + options[k].offset) = argv[i + 1];
	}
	for (size_t k = 0; k < COUNT_OF(options); k++)
		if (!*(const char **)(void *)((char *)init + options[k].offset))
			return err_set(err, ERR_INPUT, options[k].name, "thiếu %s", options[k].name);
	if (strcmp(init->vat, "credit") != 0 && strcmp(init->vat, "direct") != 0)
		return err_set(err, ERR_INPUT, "--vat", "--vat là credit (khấu trừ) hay direct (trực tiếp)");
	return true;
}

/* Communes, what became of the old ones, and banks: through the journal, like everything else. */
static bool put_reference(struct book *book, struct err *err)
{
	struct arena *keep = arena_new((size_t)64 << 20);
	struct reference all;
	bool ok = reference_of_program(keep, &all, err);

	for (size_t i = 0; ok && i < reference_chunks_count(&all); i++) {
		struct work work = { .arena = arena_new((size_t)64 << 20), .book = book, .at_us = clock_now_us(), .role = STAFF_ADMIN };

		work.txn = txn_begin(book->store, err);
		ok = work.txn && reference_load(&work, &all, i, err) && journal_seal(work.txn, book, err);
		if (ok)
			ok = txn_commit(work.txn, err);
		else
			txn_abandon(work.txn);
		arena_free(work.arena);
	}
	arena_free(keep);
	return ok;
}

static bool fill(const char *dir, struct err *err)
{
	struct book *book = book_open(dir, err);
	bool ok = book && put_reference(book, err);

	book_close(book);
	return ok;
}

int init_main(int argc, char **argv)
{
	struct book_setup setup = { 0 };
	struct sign_secret recovery;
	struct init init;
	struct err err = { 0 };
	uint8_t seed[32];
	char paper[RECOVERY_TEXT_SIZE];
	bool was_there, ok;

	if (!take_options(argc, argv, &init, &err)) {
		fprintf(stderr, "ocop-pos init: %s\n", err.text);
		return err_exit_code(err.code);
	}
	setup.site_id = random_id();
	setup.site_code = init.site_code;
	setup.site_name = init.site_name;
	setup.operator_code = init.operator_code;
	setup.operator_name = init.operator_name;
	setup.operator_tax_code = *init.tax_code ? init.tax_code : NULL;
	setup.operator_vat_profile = strcmp(init.vat, "credit") == 0 ? 1 : 2;
	setup.till_code = init.till;
	setup.at_us = clock_now_us();
	random_bytes(setup.key_seed, sizeof(setup.key_seed));
	random_bytes(seed, sizeof(seed));
	sign_keys_of_seed(seed, &setup.recovery, &recovery);
	sign_wipe(&recovery);
	was_there = access(init.book, F_OK) == 0;
	ok = book_create(init.book, &setup, &err) && fill(init.book, &err);
	recovery_write(seed, paper);
	secret_wipe(seed, sizeof(seed));
	secret_wipe(setup.key_seed, sizeof(setup.key_seed));
	/* A book that is there has its key told, also when what came after failed: it is shown once. Two lines of seven groups. */
	if (!was_there && access(init.book, F_OK) == 0) {
		printf("Đã mở sổ %s.\n\nKhóa khôi phục (chép ra giấy, cất riêng, chỉ hiện lần này):\n\n    %.34s\n    %s", init.book, paper, paper + 35);
		printf("\n\nTiếp theo: ocop-pos user --book %s --login TÊN --role admin --name \"Họ tên\"\n", init.book);
	}
	secret_wipe(paper, sizeof(paper));
	if (!ok) {
		fprintf(stderr, "ocop-pos init: %s\n", err.text);
		return err_exit_code(err.code);
	}
	return 0;
}
