/* What tests of PDFs share: fonts and an arena for a whole program, a page as a PDF, the words of a PDF. Thread: one. */
#ifndef TESTS_RECEIPTS_PDF_TOOLS_H
#define TESTS_RECEIPTS_PDF_TOOLS_H

#include "check.h"
#include "papers.h"

#include "paper_tools.h"
#include "receipts/fonts.h"
#include "receipts/pdf.h"

static struct fonts *fonts;
static struct arena *arena;

static int begin(void **state)
{
	struct err err;

	(void)state;
	fonts = fonts_open(&err);
	arena = arena_new(PAGE_ARENA_BYTES);
	return fonts ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	fonts_close(fonts);
	arena_free(arena);
	return 0;
}

static void write_pdf(const struct page *page, int64_t made_us, struct buf *pdf)
{
	struct err err;

	buf_init(pdf, PDF_BYTES_MAX);
	assert_ok(pdf_write(fonts, page, made_us, pdf, &err), &err);
}

/* Written as `name` where pictures are kept; false: this machine has no pdftotext. */
static bool to_text(const struct buf *pdf, const char *name, struct buf *text)
{
	char path[300];

	file_write(shot_path(path, name), pdf);
	buf_init(text, (size_t)4 << 20);
	return tool_run((char *const[]){ (char[]){ "pdftotext" }, (char[]){ "-layout" }, path, (char[]){ "-" }, NULL }, text);
}

static int count_of(const char *text, const char *part)
{
	int count = 0;

	for (; (text = strstr(text, part)); text += strlen(part))
		count++;
	return count;
}

#endif
