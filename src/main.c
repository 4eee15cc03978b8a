/* The program: one table of commands. */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/commands.h"
#include "app/debug.h"
#include "app/sample.h"
#include "app/serve.h"
#include "base/err.h"
#include "base/random.h"

static const struct command commands[] = {
	{ "serve", "--book DIR [--config FILE] [--NAME VALUE …]", "Chạy quầy hàng; --print-settings in mọi cài đặt", serve_main },
	{ "init", "--book DIR --site-name TÊN --operator-name TÊN [--site-code …] [--operator-code …] [--tax-code …] [--vat credit|direct] [--till Q1]",
	  "Mở một sổ mới, in khóa phục hồi một lần", init_main },
	{ "user", "--book DIR --login TÊN --name \"Họ tên\" --role VAI [--gone]", "Thêm hay sửa nhân viên; đọc mã PIN rồi mật khẩu, mỗi thứ một dòng", user_main },
	{ "settle", "--book DIR (--contract SỐ | --all) --to YYYY-MM-DD [--draft] [--force] [--out DIR]",
	  "Quyết toán ký gửi: bảng 01-BH và phụ lục, PDF, CSV, XLSX", settle_main },
	{ "verify", "--book DIR [--quick] [--head MÃ]", "Chứng minh lại cả sổ: chuỗi bút toán, các bảng, các bất biến", verify_main },
	{ "rebuild", "--book DIR [--replace]", "Dựng lại các bảng từ bút toán và so với sổ", rebuild_main },
	{ "backup", "--book DIR --to DIR", "Sao lưu sổ khi đang bán, rồi kiểm tra bản sao", backup_main },
	{ "restore", "--from FILE --book DIR [--key FILE | --recovery CHỮ]", "Mở lại từ bản sao lưu, sang kỳ sổ mới", restore_main },
	{ "sample", "--book DIR [--seed N] [--until YYYY-MM-DD] [--days N]", "Một điểm bán mẫu có sẵn một năm buôn bán", sample_main },
	{ "debug", "TÊN", "Trả lời từng dòng của stdin bằng một dòng JSON", debug_main },
};

static int usage(FILE *out)
{
	fprintf(out, "ocop-pos: quầy hàng và sổ ký gửi của điểm bán OCOP\n\n");
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		fprintf(out, "ocop-pos %s %s\n    %s\n", commands[i].name, commands[i].arguments, commands[i].about);
	return out == stdout ? 0 : err_exit_code(ERR_INPUT);
}

int main(int argc, char **argv)
{
	random_start();
	if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0))
		return usage(stdout);
	for (size_t i = 0; argc >= 2 && i < COUNT_OF(commands); i++) {
		if (strcmp(commands[i].name, argv[1]) != 0)
			continue;
		if (argc == 3 && strcmp(argv[2], "--help") == 0) {
			printf("ocop-pos %s %s\n    %s\n", commands[i].name, commands[i].arguments, commands[i].about);
			return 0;
		}
		return commands[i].run(argc - 2, argv + 2);
	}
	return usage(stderr);
}
