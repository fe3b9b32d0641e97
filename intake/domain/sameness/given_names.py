"""Given names that are written in several ways, each line one name: as Polish, Ukrainian, Belarusian, Russian
and English write it, with the short forms of lists. A line of a single name keeps it apart from others."""

from typing import Final

GIVEN_NAMES: Final = tuple(
    line
    for line in """
Olena Elena Alena Helena Ołena Ołenka Lena Hela
Oleksandra Aleksandra Alexandra Aliaksandra Ola Sasza
Oleksandr Aleksandr Aleksander Alexander Aliaksandr Olek Alex
Oleksij Oleksii Aleksej Aleksy Alexey Aleksei
Mykola Nikolaj Nikolay Mikołaj Mikalai Nicholas Kola
Dmytro Dmitrij Dmitry Dmitri Dymitr Dzmitry Dima
Serhij Serhii Sergiej Sergey Sergiusz Siarhei Sergei
Andrij Andrii Andrej Andrey Andrzej Andrew Andrei
Kateryna Jekaterina Ekaterina Katarzyna Katherine Katsiaryna Katia Kasia Kate
Anna Ania Anka Hanna Ganna Anja Ann
Anastazja Anastasija Anastasiia Anastasia Nastia
Iryna Irina Irena Irene Ira Irka
Natalia Nataliia Natalija Natasza Natasha Natalka
Julia Yuliia Julija Yulia Jula Julka
Oksana Ksenia Ksenija Kseniia
Wołodymyr Volodymyr Władimir Vladimir Włodzimierz Uladzimir Wowa
Jewhen Yevhen Jewgienij Evgeny Eugeniusz Evgenii Eugene
Jewhenija Yevheniia Jewgienija Evgenia Eugenia
Mychajło Mykhailo Michaił Mikhail Michał Michael Misza
Iwan Ivan Jan Janek John Vania
Joanna Asia Joana Johanna
Pawło Pavlo Paweł Pavel Paul
Petro Piotr Piotrek Pyotr Peter
Wiktoria Viktoriia Viktoria Victoria Wika
Wiktor Viktor Victor
Tetiana Tatiana Tatjana Tetyana Tania Tanya
Switłana Svitlana Swietłana Svetlana Sviatlana Sweta
Hałyna Halyna Halina Galina Hala
Ludmyła Liudmyla Ludmiła Liudmila Ludmila Luda
Olha Olga
Maria Mariia Marija Mariya Marysia Mary Marusia
Marina Maryna
Marta Martha
Małgorzata Margarita Margaryta Gosia Margaret
Barbara Basia Varvara
Zofia Sofia Sofija Sofiia Zosia Sophia
Agnieszka Agnes Aga
Elżbieta Jelizaweta Yelyzaveta Elizabeth Ela Liza
Tomasz Tomek Thomas Toma
Krzysztof Krzysiek Christopher
Grzegorz Hryhorij Hryhorii Grigorij Gregory
Jerzy Jurij Yurii Yuri George Heorhij Jura
Józef Josyp Yosyp Josef Joseph
Wasyl Vasyl Wasilij Vasily Bazyli
Bohdan Bogdan
Bohdana Bogdana
Roman
Romana
Taras
Ihor Igor
Ołeh Oleh Oleg
Wadym Vadym Wadim Vadim
Wiaczesław Viacheslav Wacław
Jarosław Yaroslav Jarek
Jarosława Yaroslava
Stanisław Stanislav Staszek
Nadija Nadiia Nadieżda Nadzieja Nadia
Lubow Liubov Luba
Wira Vira Wiera Vera
Walentyna Valentyna Valentina
Łarysa Larysa Larisa Lara
Inna
Alina
Ałła Alla
Daria Dariia Darja Dasza
Diana
Polina
Karina Karyna
Kamila
Kamil
Ewa Eva
Magdalena Magda
Monika
Dorota
Beata
Teresa
Krystyna Christina Kristina Khrystyna
Danuta
Jadwiga
Grażyna
Renata
Izabela Iza
Karolina Caroline
Paulina
Weronika Veronika
Sylwia Silvia
Justyna
Emilia Emily
Aneta
Wioletta Violetta
Edyta
Urszula
Bożena
Zuzanna Susanna
Maja Maya
Zoja Zoya
Rafał Raphael
Marcin Martin
Maciej Matthew Matvii Matwiej
Mateusz
Łukasz Luka Luke
Jakub Jacob Kuba Yakiv
Wojciech Wojtek
Marek Mark
Mariusz
Dariusz
Robert
Adam
Artur Arthur
Zbigniew
Ryszard Richard
Kazimierz
Tadeusz
Henryk Henry
Bartosz Bartek
Sebastian
Dawid David Davyd
Daniel Danyło Danylo Daniil
Dominik
Patryk Patrick
Szymon Semen Simon
Filip Pylyp Philip
Maksym Maxim Maksim
Denys Denis Dennis
Rusłan Ruslan
Tymur Timur
Arsen
Nazar
Ostap
Hlib Gleb
Kyryło Kyrylo Kirill Cyryl
Fedir Fiodor Fedor Teodor
Stepan Szczepan Stefan Stephen
Lidija Lidia Lydia
Nina
Raisa
Tamara
Lesia Łesia
Solomija Solomiia
Złata Zlata
Myrosława Myroslava Mirosława
Mirosław Myroslav
Henadij Gennadij Gennady
Leonid
Anatolij Anatolii Anatol
Borys Boris
Ahmed Ahmad Achmed
Mohamed Mohammed Muhammad Mohammad
Fatima Fatma
Ali
Hassan Hasan
Ibrahim
Amina
Aisha Aysha
Nino
Giorgi
Tamar
Priya
Rahul
Amit
Anh
Linh
Nguyen
Maryam Mariam
Lejla Leila Layla
Zahra
Omar Omer
Yusuf Jusuf Youssef
""".splitlines()
    if line
)
