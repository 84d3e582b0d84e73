; What CSS defines, and what it refers to.
(rule_set (selectors (class_selector (class_name (identifier) @name)))) @class
(rule_set (selectors (id_selector (id_name) @name))) @id
(keyframes_statement (keyframes_name) @name) @keyframes

(call_expression (function_name) @reference)
