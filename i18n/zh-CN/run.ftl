# 运行过程中的各行提示。

preview-sent = 已发送预览给 { $to }
uploads-planned = 共 { $total } 个文件，其中 { $cached } 个已在账号中
