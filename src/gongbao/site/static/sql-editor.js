// The SQL editor: CodeMirror over the text area, which serves as well without it.
"use strict";
{
  const area = document.querySelector("textarea#sql-editor");
  const format = document.querySelector("button#sql-format");
  if (area && window.CodeMirror) {
    const editor = CodeMirror.fromTextArea(area, {
      mode: "text/x-sql", lineNumbers: true, lineWrapping: true, viewportMargin: Infinity, inputStyle: "contenteditable",
      extraKeys: { "Shift-Enter": () => area.form.requestSubmit(), Tab: false, "Shift-Tab": false },
    });
    const field = editor.getInputField();
    field.setAttribute("aria-label", area.dataset.label);
    field.setAttribute("aria-multiline", "true");
    field.setAttribute("role", "textbox");
    field.setAttribute("translate", "no");
    const label = document.querySelector('label[for="sql-editor"]');
    if (label) label.addEventListener("click", (event) => { event.preventDefault(); editor.focus(); });
    if (format && window.sqlFormatter) {
      format.hidden = false;
      format.addEventListener("click", () => editor.setValue(sqlFormatter.format(editor.getValue())));
    }
  }
}
