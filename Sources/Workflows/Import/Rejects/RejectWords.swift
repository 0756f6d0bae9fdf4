import Formats

/// The reasons of rejects in Chinese, for the column 原因 of the reject file: who corrects the
/// file reads Chinese.
enum RejectWords {
  /// The reason with what was expected; the English words where there are no others.
  static func chinese(_ fault: FormatError) -> String {
    if let whole = messages[fault.message] { return whole }
    for (beginning, chinese) in beginnings where fault.message.hasPrefix(beginning) {
      let rest = fault.message.dropFirst(beginning.count)
      let detail = rest.trimmingPrefix(while: { " :;".contains($0) })
      return chinese + (detail.isEmpty ? "" : "（\(detail)）")
    }
    return fault.message
  }

  private static let messages: [String: String] = [
    "the value is missing": "缺少必填值",
    "the id stands twice in this file": "编号在本文件中重复",
    "the code stands twice in this file": "代码在本文件中重复",
    "it ends before it begins": "结束时间早于开始时间",
    "reported before it happened": "报案时间早于发生时间",
    "a severity out of range": "严重程度应为 1 至 5",
    "an incident is a point": "事件应为点",
    "half a position": "坐标只有一半，经度和纬度须同时有或同时无",
    "the row says no place": "没有位置：既无坐标，也无地点代码",
    "not the code of a place": "不是地点代码，应为 6、9、12 或 15 位数字",
    "0, 0 is no place": "坐标为 0, 0，不是有效位置",
    "east and north look exchanged": "东（经度）与北（纬度）疑似颠倒",
    "not degrees": "不是经纬度，请用 --crs 写明坐标系",
    "outside the area of the coordinate system": "超出该坐标系的适用范围",
    "outside the study area": "位于研究区以外",
    "a negative number": "不应为负数",
    "a negative amount": "金额不应为负",
    "a word that is not known": "取值无法识别，请在映射中对应",
    "a spreadsheet turned the code into a number": "代码被电子表格改成数字，位数已丢失：请将该列设为文本后重新导出",
    "a code with white space in it": "代码中有空格",
    "a year out of range": "年份应在 1900 至 2100 之间",
    "no pressure": "气压应大于 0",
    "the geometry is missing": "缺少几何图形",
    "the wrong kind of geometry": "几何类型不符",
    "the position is missing": "缺少坐标",
    "not a number": "不是数字",
    "not a whole number": "不是整数",
    "not a whole number of 64 bits": "整数过大",
    "not a date or time": "不是日期或时间",
    "not a time of this pattern": "与映射中的日期格式不符",
    "a date or time that does not exist": "该日期或时间不存在",
    "not a day number": "不是 Excel 日期数字",
    "a day number out of range": "Excel 日期数字超出范围",
    "not a yes or no": "应为 是/否、true/false 或 1/0",
    "an amount in 万元": "金额以万元计：请在映射中写明 units: {列: 万元}",
    "not an amount": "不是金额",
    "a fraction of a fen": "金额精确到分以下",
    "a comma that does not part groups of three digits": "千分位逗号位置不对",
    "an amount that is too large": "金额过大",
    "the name means more than one place": "地名对应多个地点，请补充地点代码或乡镇名",
    "no place of this name is known": "库中没有这个地名",
    "not an angle": "不是经纬度",
    "60 minutes or seconds or more": "分或秒不应达到 60",
    "a sign and a hemisphere": "正负号与东西南北不能同时出现",
    "the point names no zone": "界址点缺少区号",
    "not the number of a boundary point": "不是界址点号",
    "its points are numbered in more than one way": "界址点编号方式不一致",
    "its rings do not nest": "各环不能嵌套",
    "a quote is not closed": "引号未闭合",
  ]

  private static let beginnings: [(String, String)] = [
    ("a category that is not known", "类别无法识别，请在映射中对应"),
    ("the text holds an identity number", "文本中含身份证号，请删除后再导入"),
    ("the text holds a mobile telephone number", "文本中含手机号，请删除后再导入"),
    ("the area is not valid", "面图形无效（自相交等），请在 GIS 中修复"),
    ("not coordinates of", "与声明的坐标系不符"),
    ("not a code of", "代码位数不符"),
    ("a text of", "文本过长"),
    ("the border crosses itself", "界线自相交"),
    ("point", "界址点号缺失或重复，点"),
  ]
}
