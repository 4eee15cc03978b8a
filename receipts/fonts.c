#include "receipts/fonts.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "base/embed.h"
#include "fonts_use.h"

/* Where distributions put the files; the first folder that has them all is taken. */
static const char *const folders[] = { "/usr/share/fonts/truetype/noto", "/usr/share/fonts/noto", "/usr/share/fonts/google-noto" };
/* Chinese and Korean, for names of goods and words of receipts: one file of fonts-wqy-microhei, which may be missing. */
static const char *const far_files[] = { "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/wqy-microhei/wqy-microhei.ttc" };
static const char *const files[] = { "NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-Italic.ttf" };

/* What pango 1.50 keeps of a font map for ever stays out of the leak sanitizer's report; a leak of ours has no frame in fontconfig. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_LEAK_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAS_LEAK_SANITIZER
#endif
#ifdef HAS_LEAK_SANITIZER
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}
#endif

struct fonts {
	PangoFontMap *map;
};

static bool add_folder(FcConfig *config, const char *folder)
{
	char path[200];

	for (size_t i = 0; i < COUNT_OF(files); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, files[i]);
		if (access(path, R_OK) != 0)
			return false;
	}
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, files[i]);
		if (!FcConfigAppFontAddFile(config, (const FcChar8 *)path))
			return false;
	}
	return true;
}

static const char *far_file(void)
{
	for (size_t i = 0; i < COUNT_OF(far_files); i++)
		if (access(far_files[i], R_OK) == 0)
			return far_files[i];
	return NULL;
}

bool fonts_have(enum lang lang)
{
	return (lang != LANG_ZH && lang != LANG_KO) || far_file();
}

struct fonts *fonts_open(struct err *err)
{
	const struct embedded *rules = embed_find("receipts/fonts.conf");
	FcConfig *config = FcConfigCreate();
	struct fonts *fonts = NULL;
	bool found = false;

	assert(rules && config);
	if (!FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)rules->bytes, FcTrue))
		assert(!"receipts/fonts.conf can be read");
	for (size_t i = 0; i < COUNT_OF(folders) && !found; i++)
		found = add_folder(config, folders[i]);
	if (found && far_file() && !FcConfigAppFontAddFile(config, (const FcChar8 *)far_file()))
		found = false;
	if (found) {
		fonts = calloc(1, sizeof(*fonts));
		assert(fonts);
		fonts->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
		assert(fonts->map);
		pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts->map), config);
	} else {
		err_set(err, ERR_MISSING, "fonts", "Máy thiếu phông chữ Noto Sans; hãy cài gói fonts-noto-core rồi in lại.");
	}
	FcConfigDestroy(config); /* the map keeps its own reference */
	return fonts;
}

void fonts_close(struct fonts *fonts)
{
	if (!fonts)
		return;
	g_object_unref(fonts->map);
	free(fonts);
}

PangoContext *fonts_context(struct fonts *fonts, bool is_dots)
{
	PangoContext *context = pango_font_map_create_context(fonts->map);
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	cairo_font_options_set_hint_style(options, is_dots ? CAIRO_HINT_STYLE_SLIGHT : CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(context, options);
	pango_cairo_context_set_resolution(context, 72);
	cairo_font_options_destroy(options);
	pango_context_set_language(context, pango_language_from_string("vi"));
	pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
	pango_context_set_round_glyph_positions(context, is_dots);
	return context;
}
