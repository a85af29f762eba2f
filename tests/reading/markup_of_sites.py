"""How generators of sites mark up code and tabs, shortened; every one shows the same."""

# ruff: noqa: E501 - one construct a line

from __future__ import annotations

HIGHLIGHTED = {
    "plain": '<pre><code class="language-python">import os\n\nx = "a&lt;b"\n</code></pre>',
    "pygments": '<div class="highlight-python notranslate"><div class="highlight"><pre><span></span><span class="kn">'
    'import</span> <span class="nn">os</span>\n\n<span class="n">x</span> <span class="o">=</span> '
    '<span class="s2">&quot;a&lt;b&quot;</span>\n</pre></div></div>',
    "pygments with a table of numbers": '<div class="language-python highlight"><table class="highlighttable"><tr>'
    '<td class="linenos"><div class="linenodiv"><pre>1\n2\n3</pre></div></td><td class="code"><div><pre><code>'
    '<span class="kn">import</span> os\n\nx = &quot;a&lt;b&quot;\n</code></pre></div></td></tr></table></div>',
    "docusaurus": '<div class="language-python codeBlockContainer_x"><pre class="prism-code language-python"><code>'
    '<span class="token-line"><span class="token keyword">import</span><span class="token plain"> os</span><br>'
    '</span><span class="token-line"><span style="display:inline-block"></span><br></span><span class="token-line">'
    '<span>x = </span><span>"a&lt;b"</span><br></span></code></pre><button>Copy</button></div>',
    "shiki": '<pre class="shiki" data-language="python"><code><span class="line"><span>import</span> os</span>\n'
    '<span class="line"></span>\n<span class="line">x = "a&lt;b"</span>\n</code></pre>',
    "shiki without line ends": '<pre class="shiki"><code class="language-python"><span class="line">import os</span>'
    '<span class="line"> </span><span class="line">x = "a&lt;b"</span></code></pre>',
    "expressive code": '<figure><pre data-language="python"><code><div class="ec-line"><div class="gutter"><div '
    'aria-hidden="true">1</div></div><div class="code">import os</div></div><div class="ec-line"><div class="code">'
    '\n</div></div><div class="ec-line"><div class="code">x = "a&lt;b"</div></div></code></pre></figure>',
    "highlight.js": '<pre><code class="hljs python"><span class="hljs-keyword">import</span> os\n\nx = '
    '<span class="hljs-string">"a&lt;b"</span>\n</code></pre>',
    "rouge": '<div class="language-python highlighter-rouge"><div class="highlight"><pre><code><table '
    'class="rouge-table"><tbody><tr><td class="rouge-gutter gl"><pre class="lineno">1\n2\n3\n</pre></td><td '
    'class="rouge-code"><pre><span class="kn">import</span> os\n\nx = "a&lt;b"\n</pre></td></tr></tbody></table>'
    "</code></pre></div></div>",
    "github": '<div class="highlight highlight-source-python notranslate"><pre><span class="pl-k">import</span> os'
    '\n\nx = <span class="pl-s">"a&lt;b"</span>\n</pre><div class="zeroclipboard-container"><clipboard-copy>'
    "</clipboard-copy></div></div>",
    "pandoc": '<div class="sourceCode"><pre class="sourceCode python"><code class="sourceCode python"><span id="c1">'
    '<a href="#c1" aria-hidden="true"></a><span class="im">import</span> os</span>\n\nx = "a&lt;b"\n</code></pre>'
    "</div>",
    "asciidoctor": '<div class="listingblock"><div class="content"><pre class="highlight"><code '
    'class="language-python" data-lang="python">import os\n\nx = "a&lt;b"<i class="conum" data-value="1"></i>'
    "<b>(1)</b>\n</code></pre></div></div>",
    "windows line ends": '<pre><code class="lang-python">import os\r\n\r\nx = "a&lt;b"\r\n</code></pre>',
    "hard blanks": '<pre class="language-python">import&nbsp;os\n\nx&nbsp;=&#32;"a&#x3c;b"\n</pre>',
    "a line end after the tag": '<pre class="language-python">\nimport os\n\nx = "a&lt;b"\n</pre>',
}

TABS = {
    "material": '<div class="tabbed-set tabbed-alternate"><input id=a type=radio><div class="tabbed-labels"><label for=a>'
    'Python</label><label for=b>Node</label></div><div class="tabbed-content"><div class="tabbed-block">{0}</div>'
    '<div class="tabbed-block">{1}</div></div></div>',
    "docusaurus": '<div class="tabs-container"><ul role="tablist" class="tabs"><li role="tab">Python</li><li role="tab">'
    'Node</li></ul><div><div role="tabpanel">{0}</div><div role="tabpanel" hidden="">{1}</div></div></div>',
    "sphinx-design": '<div class="sd-tab-set"><input type="radio"><label class="sd-tab-label">Python</label><div '
    'class="sd-tab-content">{0}</div><input><label class="sd-tab-label">Node</label><div class="sd-tab-content">{1}'
    "</div></div>",
    "sphinx-tabs": '<div class="sphinx-tabs"><div role="tablist"><button aria-controls="p0" role="tab" '
    'class="sphinx-tabs-tab">Python</button><button aria-controls="p1" role="tab" class="sphinx-tabs-tab">Node</button>'
    '</div><div id="p1" role="tabpanel" hidden="true">{1}</div><div id="p0" role="tabpanel">{0}</div></div>',
    "starlight": '<starlight-tabs><div><ul role="tablist"><li class="tab"><a role="tab" href="#t0">Python</a></li><li '
    'class="tab"><a role="tab" href="#t1">Node</a></li></ul></div><div id="t0" role="tabpanel">{0}</div><div id="t1" '
    'role="tabpanel" hidden>{1}</div></starlight-tabs>',
    "vitepress": '<div class="vp-code-group"><div class="tabs"><input id=x><label>Python</label><input><label>Node'
    '</label></div><div class="blocks"><div class="language-py">{0}</div><div class="language-js">{1}</div></div></div>',
    "asciidoctor-tabs": '<div class="openblock tabs"><div class="content"><div class="ulist tablist"><ul><li class="tab">'
    '<p>Python</p></li><li class="tab"><p>Node</p></li></ul></div><div class="tabpanel">{0}</div><div class="tabpanel">'
    "{1}</div></div></div>",
}
