/* The program: one table of commands. */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/debug.h"
#include "app/sample.h"
#include "app/serve.h"
#include "base/err.h"
#include "base/random.h"

static const struct command commands[] = {
	{ "serve", "--book DIR [--config FILE] [--NAME VALUE …]", "Chạy quầy hàng; --print-settings in mọi cài đặt", serve_main },
	{ "init", "--book DIR --site-name TÊN --operator-name TÊN [--site-code …] [--operator-code …] [--tax-code …] [--vat credit|direct] [--till Q1]",
	  "Mở một sổ mới, in khóa phục hồi một lần", init_main },
	{ "user", "--book DIR --login TÊN --name \"Họ tên\" --role VAI [--gone]", "Thêm hay sửa nhân viên; đọc mã PIN rồi mật khẩu, mỗi thứ một dòng",
	  user_main },
	{ "sample", "--book DIR [--seed N] [--until YYYY-MM-DD] [--days N]", "Một điểm bán mẫu có sẵn một năm buôn bán", sample_main },
	{ "debug", "NAME", "Trả lời từng dòng của stdin bằng một dòng JSON", debug_main },
};

int main(int argc, char **argv)
{
	random_start();
	for (size_t i = 0; argc >= 2 && i < COUNT_OF(commands); i++)
		if (strcmp(commands[i].name, argv[1]) == 0)
			return commands[i].run(argc - 2, argv + 2);
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		fprintf(stderr, "ocop-pos %s %s\n    %s\n", commands[i].name, commands[i].arguments, commands[i].about);
	return 2;
}
