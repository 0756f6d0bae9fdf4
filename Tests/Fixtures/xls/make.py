"""Writes county.xls: python3 make.py, with xlwt 1.3.0 (PyPI)."""
import datetime
import struct

import xlwt
from xlwt import BIFFRecords

# xlwt writes every formula's result as an empty text; here results are set as Excel would.
RESULTS = {}


class FormulaRecord(BIFFRecords.BiffRecord):
    _REC_ID = 0x0006

    def __init__(self, row, col, xf, rpn, calc_flags=0):
        result = RESULTS.get((row, col))
        text = b""
        if isinstance(result, bool):
            value = struct.pack("<BBBBBBH", 1, 0, int(result), 0, 0, 0, 0xFFFF)
        elif isinstance(result, str):
            value = struct.pack("<6BH", 0, 0, 0, 0, 0, 0, 0xFFFF)
            encoded = result.encode("utf-16-le")
            body = struct.pack("<HB", len(encoded) // 2, 1) + encoded
            text = struct.pack("<2H", 0x0207, len(body)) + body
        else:
            value = struct.pack("<d", result)
        self._rec_data = struct.pack("<3H", row, col, xf) + value
        self._rec_data += struct.pack("<HL", calc_flags & 3, 0) + rpn
        self.text = text

    def get(self):
        return super().get() + self.text


BIFFRecords.FormulaRecord = FormulaRecord

book = xlwt.Workbook(encoding="utf-8")
sheet = book.add_sheet("报案")
style = lambda form: xlwt.easyxf(num_format_str=form)
day, chinese, clock, instant = (
    style("yyyy-mm-dd"), style('yyyy"年"m"月"d"日"'), style("h:mm:ss"), style("yyyy/m/d h:mm"))
sheet.write(0, 0, "霞浦县2026年7月报案清单")
for column, name in enumerate(
        ["网格代码", " 名称 ", "日期", "时刻", "报案时间", "金额", "比例", "已结", "合计", "编号", "到期"]):
    sheet.write(1, column, name)
for row in range(2, 8):
    if row == 5:
        continue
    sheet.write(row, 0, 350921104199 + row)
    sheet.write(row, 1, "安澜“%d”号𠮷" % row)
    sheet.write(row, 2, datetime.date(2026, 7, row), day if row % 2 else chinese)
    sheet.write(row, 3, datetime.time(13, 5, row), clock)
    sheet.write(row, 4, datetime.datetime(2026, 7, row, 13, 5, 9), instant)
    sheet.write(row, 5, 12.5 * row)
    sheet.write(row, 6, 0.25, style("0.00%"))
    sheet.write(row, 7, row % 2 == 0)
    RESULTS[row, 8] = 25.0 * row
    sheet.write(row, 8, xlwt.Formula("F%d*2" % (row + 1)))
    RESULTS[row, 9] = "编%d" % row
    sheet.write(row, 9, xlwt.Formula('"编"&%d' % row))
    RESULTS[row, 10] = 46204.0 + row
    sheet.write(row, 10, xlwt.Formula("C%d+1" % (row + 1)), day)
second = book.add_sheet("二 表")
for column, name in enumerate(["a", "a", None, 5]):
    if name is not None:
        second.write(0, column, name)
second.write(1, 0, 350921199001011234.0)
second.write(1, 1, 0.1)
second.write(2, 2, -5)
second.write(2, 3, 2**30 + 5)
second.write(3, 0, 45000)
book.add_sheet("空")
book.save("county.xls")
