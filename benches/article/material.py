"""An article of so many characters, with headings, emphasis, links, lists, quotations, code and tables: the same for every tool."""

CODE = {
    "rust": """/// Adds up what was sold.
fn total(orders: &[Order]) -> Result<u64, Error> {
    let mut sum = 0_u64;
    for order in orders.iter().filter(|order| order.paid) {
        sum = sum.checked_add(order.price * 100).ok_or(Error::TooMuch)?;
    }
    println!("{} orders, {sum} in all", orders.len());
    Ok(sum) // in cents
}
""",
    "python": """def total(orders, rate=0.13):
    \"\"\"What was sold, with tax.\"\"\"
    paid = [order for order in orders if order["paid"]]
    for number, order in enumerate(paid, start=1):
        print(f"{number}: {order['name']} {order['price']:>8.2f}")
    return sum(order["price"] for order in paid) * (1 + rate)  # 含税
""",
    "javascript": """export async function total(orders) {
  // Only what was paid counts.
  const paid = orders.filter(({ state }) => state === "paid");
  const prices = await Promise.all(paid.map(async (order) => (await fetch(`/api/orders/${order.id}`)).json()));
  return prices.reduce((sum, { price = 0 }) => sum + price, 0);
}
""",
    "sql": """-- 上月各城市的订单
select city, count(*) as orders, sum(price) as total
from orders join shops on shops.id = orders.shop
where paid = true and created_at >= date '2026-10-01'
group by city having count(*) > 10 order by total desc limit 20;
""",
}
WORDS = "春茶上市之后订单增长很快我们把每一笔销售都记在账上然后按城市和门店分别统计再与去年同期比较看看哪些做法值得继续"


def sentence(number, length):
    """So many characters, no two sentences alike."""
    start = number * 7 % len(WORDS)
    return ((WORDS[start:] + WORDS * (length // len(WORDS) + 1))[:length]) + "。"


def section(number):
    language = list(CODE)[number % len(CODE)]
    city = "杭州 苏州 福州 成都 昆明".split()[number % 5]
    rows = "\n".join(f"| {city} {row} 店 | {row * 37 + number} | {row * 1201 + number} 元 | `S-{number:02}-{row}` |" for row in range(1, 6))
    return f"""## 第 {number} 节 {city}

{sentence(number, 60)}**{sentence(number + 1, 12)}**{sentence(number + 2, 40)}

{sentence(number + 3, 50)}见[说明 {number}](https://example.com/notes/{number})，用 `total({number})` 算出；*{sentence(number + 4, 10)}*

- {sentence(number + 5, 18)}
- {sentence(number + 6, 18)}
- {sentence(number + 7, 18)}

> {sentence(number + 8, 45)}

```{language}
{CODE[language]}```

| 门店 | 订单 | 金额 | 编号 |
| --- | ---: | ---: | --- |
{rows}

"""


def article(characters):
    """Exactly so many characters: the text, and how many sections it has."""
    text, sections = "", 0
    while len(text + section(sections + 1)) <= characters - 3:
        sections += 1
        text += section(sections)
    return text + sentence(0, characters - len(text) - 2) + "\n", sections
